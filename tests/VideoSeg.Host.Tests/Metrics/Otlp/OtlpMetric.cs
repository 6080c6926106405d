using System.Text;
using Google.Protobuf;

namespace VideoSeg.Host.Tests.Metrics.Otlp;

/// <summary>A metric of opentelemetry.proto.metrics.v1, as far as tests look at it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Tags">Keys and values of its points, in the order of the message.</param>
/// <param name="Edges">Edges of its first point, where it is a histogram.</param>
internal sealed record OtlpMetric(string Name, string Unit, string[] Tags, double[] Edges)
{
    /// <summary>All metrics of an ExportMetricsServiceRequest.</summary>
    public static IEnumerable<OtlpMetric> ReadAll(byte[] request) =>
        from resource in Fields(request).Where(field => field.Number == 1)
        from scope in Fields(resource.Bytes).Where(field => field.Number == 2)
        from metric in Fields(scope.Bytes).Where(field => field.Number == 2)
        select Read(metric.Bytes);

    private static OtlpMetric Read(byte[] metric)
    {
        (int Number, byte[] Bytes)[] fields = [.. Fields(metric)];
        string Text(int number) => Encoding.UTF8.GetString(fields.FirstOrDefault(field => field.Number == number).Bytes ?? []);

        // 5 gauge, 7 sum, 9 histogram; each with its points in 1.
        (int kind, byte[] data) = fields.First(field => field.Number is 5 or 7 or 9);
        (int Number, byte[] Bytes)[][] points = [.. Fields(data).Where(field => field.Number == 1).Select(point => Fields(point.Bytes).ToArray())];
        IEnumerable<string> tags = points.SelectMany(point => point.Where(field => field.Number == (kind == 9 ? 9 : 7)))
            .Select(tag => string.Join('=', Fields(tag.Bytes).Select(part => Encoding.UTF8.GetString(part.Number == 2 ? Fields(part.Bytes).First().Bytes : part.Bytes))));
        byte[] edges = kind == 9 ? points[0].FirstOrDefault(field => field.Number == 7).Bytes ?? [] : [];
        return new OtlpMetric(Text(1), Text(3), [.. tags], [.. edges.Chunk(8).Select(edge => BitConverter.ToDouble(edge))]);
    }

    private static IEnumerable<(int Number, byte[] Bytes)> Fields(byte[] message)
    {
        using var input = new CodedInputStream(message);
        while (input.ReadTag() is not 0 and uint tag)
        {
            if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
            {
                yield return (WireFormat.GetTagFieldNumber(tag), input.ReadBytes().ToByteArray());
            }
            else
            {
                input.SkipLastField();
            }
        }
    }
}
