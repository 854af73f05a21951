import protobuf from 'protobufjs';

const { root } = protobuf.parse(`
  syntax = "proto3";
  message Export { repeated ResourceMetrics resource_metrics = 1; }
  message ResourceMetrics { Resource resource = 1; repeated ScopeMetrics scope_metrics = 2; }
  message Resource { repeated KeyValue attributes = 1; }
  message ScopeMetrics { repeated Metric metrics = 2; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue {
    oneof value {
      string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4;
      ArrayValue array_value = 5; KeyValueList kvlist_value = 6; bytes bytes_value = 7;
    }
  }
  message ArrayValue { repeated AnyValue values = 1; }
  message KeyValueList { repeated KeyValue values = 1; }
  message Metric {
    string name = 1; string unit = 3;
    oneof data { Gauge gauge = 5; Sum sum = 7; Histogram histogram = 9; Exponential exponential_histogram = 10; Summary summary = 11; }
  }
  message Gauge { repeated Number data_points = 1; }
  message Sum { repeated Number data_points = 1; int32 aggregation_temporality = 2; bool is_monotonic = 3; }
  message Histogram { repeated HistogramPoint data_points = 1; int32 aggregation_temporality = 2; }
  message Exponential { repeated ExponentialPoint data_points = 1; int32 aggregation_temporality = 2; }
  message Summary { repeated SummaryPoint data_points = 1; }
  message Number {
    fixed64 start_time_unix_nano = 2; fixed64 time_unix_nano = 3;
    oneof value { double as_double = 4; sfixed64 as_int = 6; }
    repeated KeyValue attributes = 7; uint32 flags = 8;
  }
  message HistogramPoint {
    fixed64 start_time_unix_nano = 2; fixed64 time_unix_nano = 3; fixed64 count = 4; double sum = 5;
    repeated fixed64 bucket_counts = 6; repeated double explicit_bounds = 7; repeated KeyValue attributes = 9; uint32 flags = 10;
  }
  message ExponentialPoint {
    repeated KeyValue attributes = 1; fixed64 start_time_unix_nano = 2; fixed64 time_unix_nano = 3; fixed64 count = 4;
    double sum = 5; sint32 scale = 6; fixed64 zero_count = 7; Buckets positive = 8; Buckets negative = 9; uint32 flags = 10;
    double zero_threshold = 14;
  }
  message Buckets { sint32 offset = 1; repeated uint64 bucket_counts = 2; }
  message SummaryPoint {
    fixed64 start_time_unix_nano = 2; fixed64 time_unix_nano = 3; fixed64 count = 4; double sum = 5;
    repeated Quantile quantile_values = 6; repeated KeyValue attributes = 7; uint32 flags = 8;
  }
  message Quantile { double quantile = 1; double value = 2; }
`);
const Export = root.lookupType('Export');

/** An export of metrics in protobuf, from what OTLP's own JSON would hold. */
export const otlpBody = (request: Record<string, unknown>): Uint8Array =>
  Export.encode(Export.fromObject(request)).finish();

const nanoseconds = (at: number) => `${at}000000`;

/** An export with a metric of each kind at `at` (epoch ms). */
export const everyKind = (at: number): Record<string, unknown> => {
  const attributes = [
    { key: 'zone', value: { stringValue: 'a' } },
    { key: 'port', value: { intValue: '443' } },
    { key: 'tags', value: { arrayValue: { values: [{ boolValue: true }, { doubleValue: 0.5 }] } } },
    { key: 'more', value: { kvlistValue: { values: [{ key: 'k', value: { stringValue: 'v' } }] } } },
  ];
  const point = { attributes, timeUnixNano: nanoseconds(at), startTimeUnixNano: nanoseconds(at - 60_000) };
  return {
    resourceMetrics: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
        scopeMetrics: [
          {
            metrics: [
              {
                name: 'room.temperature',
                unit: 'Cel',
                gauge: { dataPoints: [{ ...point, asDouble: 21.5 }] },
              },
              {
                name: 'jobs',
                sum: {
                  dataPoints: [{ ...point, asInt: '30' }],
                  aggregationTemporality: 1,
                  isMonotonic: true,
                },
              },
              {
                name: 'http.server.request.duration',
                unit: 's',
                histogram: {
                  dataPoints: [
                    { ...point, count: '3', sum: 1, bucketCounts: ['1', '2', '0'], explicitBounds: [0.1, 1] },
                  ],
                  aggregationTemporality: 2,
                },
              },
              {
                name: 'rpc.duration',
                unit: 'ms',
                exponentialHistogram: {
                  dataPoints: [
                    {
                      ...{ ...point, count: '6', sum: 9, scale: 2, zeroCount: '1', zeroThreshold: 0.5 },
                      positive: { offset: 3, bucketCounts: ['2', '3'] },
                    },
                  ],
                  aggregationTemporality: 1,
                },
              },
              {
                name: 'gc.pause',
                unit: 's',
                summary: {
                  dataPoints: [
                    { ...point, count: '4', sum: 2, quantileValues: [{ quantile: 0.5, value: 0.25 }] },
                  ],
                },
              },
            ],
          },
        ],
      },
    ],
  };
};
