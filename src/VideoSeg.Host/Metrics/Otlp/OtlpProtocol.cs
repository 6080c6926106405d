namespace VideoSeg.Host.Metrics.Otlp;

/// <summary>How measurements travel to a collector.</summary>
internal enum OtlpProtocol
{
    /// <summary>HTTP with protobuf.</summary>
    HttpProtobuf,

    /// <summary>gRPC.</summary>
    Grpc,
}
