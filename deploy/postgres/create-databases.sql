-- Run once by the postgres image on an empty volume; POSTGRES_DB has created `breakwater` already.
create database commerce;
