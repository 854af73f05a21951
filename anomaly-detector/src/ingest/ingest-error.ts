/** What can be wrong with incoming metrics; each code is stable. */
export type IngestErrorCode =
  | 'text_malformed'
  | 'snappy_malformed'
  | 'gzip_malformed'
  | 'protobuf_malformed'
  | 'json_malformed'
  | 'label_invalid'
  | 'sample_limit'
  | 'tenant_invalid'
  | 'tenant_limit'
  | 'body_unsupported'
  | 'body_too_large';

/** Incoming metrics that cannot be read; the sentence says where, what was expected and what came. */
export class IngestError extends Error {
  readonly code: IngestErrorCode;
  constructor(code: IngestErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'IngestError';
    this.code = code;
  }
}
