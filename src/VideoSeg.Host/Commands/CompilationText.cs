using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;
using VideoSeg.Model.Compile;

namespace VideoSeg.Host.Commands;

/// <summary>A compilation for people and for programs.</summary>
internal static class CompilationText
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the network costs before the first pass and after each.</summary>
    public static Table PassTable(CompilationReport report)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumn(Whole("pass")).AddColumn("what it merges or moves")
            .AddColumn(Right("operations")).AddColumn(Right("GMAC")).AddColumn(Right("MB moved"));
        void Add(string pass, string summary, NetworkCost cost) =>
            table.AddRow(pass, summary, Count(cost.Operations.Length), Giga(cost.MultiplyAccumulates), Mega(cost.BytesMoved));

        Add("", "the network as it was trained", report.Original);
        foreach (PassCost pass in report.Passes)
        {
            Add(pass.Pass.Name, pass.Pass.Summary, pass.After);
        }

        return table;
    }

    /// <summary>The operations in the order in which they are computed, numbered from 1; the input is number 0.</summary>
    public static Table PlanTable(NetworkCost cost)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumn(Right("no.")).AddColumn(Whole("name")).AddColumn(Whole("operation"))
            .AddColumn(Whole("reads no.")).AddColumn(Whole("C x H x W")).AddColumn(Right("GMAC")).AddColumn(Right("MB moved"));
        for (int i = 0; i < cost.Operations.Length; i++)
        {
            OperationCost operation = cost.Operations[i];
            table.AddRow(
                Count(i + 1),
                Markup.Escape(operation.Node.Name),
                OperationText.Describe(operation.Node),
                string.Join(", ", operation.Node.Inputs.Select(Count)),
                operation.Output.ToString(),
                operation.MultiplyAccumulates == 0 ? "" : Giga(operation.MultiplyAccumulates),
                Mega(operation.BytesMoved));
        }

        return table;
    }

    /// <summary>Before and after, in a line.</summary>
    public static string Totals(CompilationReport report)
    {
        (NetworkCost before, NetworkCost after) = (report.Original, report.Compiled);
        return $"{Count(before.Operations.Length)} -> {Count(after.Operations.Length)} operations, "
            + $"{Giga(before.MultiplyAccumulates)} -> {Giga(after.MultiplyAccumulates)} GMAC, "
            + $"{Mega(before.BytesMoved)} -> {Mega(after.BytesMoved)} MB moved (float32, one picture, each operation by itself)";
    }

    /// <summary>One object on one line.</summary>
    public static string ToJson(ChosenNetwork network, CompilationReport report) => new JsonObject
    {
        ["network"] = network.Title,
        ["width"] = network.Width,
        ["height"] = network.Height,
        ["original"] = Cost(report.Original),
        ["compiled"] = Cost(report.Compiled),
        ["passes"] = new JsonArray([.. report.Passes.Select(pass =>
        {
            JsonObject cost = Cost(pass.After);
            cost.Insert(0, "name", pass.Pass.Name);
            return cost;
        })]),
        ["plan"] = new JsonArray([.. report.Compiled.Operations.Select(operation => new JsonObject
        {
            ["name"] = operation.Node.Name,
            ["operation"] = OperationText.Describe(operation.Node),
            ["inputs"] = new JsonArray([.. operation.Node.Inputs.Select(input => JsonValue.Create(report.Network.Graph.Nodes[input].Name))]),
            ["output"] = new JsonArray(operation.Output.Channels, operation.Output.Height, operation.Output.Width),
            ["multiply_accumulates"] = operation.MultiplyAccumulates,
            ["bytes_moved"] = operation.BytesMoved,
        })]),
    }.ToJsonString(Json);

    private static JsonObject Cost(NetworkCost cost) => new()
    {
        ["operations"] = cost.Operations.Length,
        ["multiply_accumulates"] = cost.MultiplyAccumulates,
        ["bytes_moved"] = cost.BytesMoved,
    };

    private static TableColumn Whole(string header) => new TableColumn(header).NoWrap();

    private static TableColumn Right(string header) => Whole(header).RightAligned();

    private static string Count(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Giga(long number) => (number / 1e9).ToString("0.000", CultureInfo.InvariantCulture);

    private static string Mega(long number) => (number / 1e6).ToString("0.0", CultureInfo.InvariantCulture);
}
