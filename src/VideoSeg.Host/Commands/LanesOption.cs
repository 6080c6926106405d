using System.CommandLine;
using VideoSeg.Model.Inference;

namespace VideoSeg.Host.Commands;

/// <summary>The option that says how many frames of a recording the network looks at at once.</summary>
internal static class LanesOption
{
    /// <summary>Lanes that a processor takes unasked at most: each holds a network of its own in memory.</summary>
    private const int MostUnasked = 4;

    public static Option<int> Create() => new Option<int>("--lanes")
    {
        Description = "Calls that the network works on at the same time: on a processor frames, each with its share of the threads; on a GPU one is copied while another is computed, so many on each. " +
            "More frames a second, and more memory. 0 to 64; 0: one a thread, 4 at most, on a processor, 2 on each GPU.",
        HelpName = "N",
        DefaultValueFactory = _ => 0,
    }.Require(lanes => lanes is >= 0 and <= 64, "0 to 64");

    /// <summary>The segmenter's options with the lanes that were asked for.</summary>
    public static SegmenterOptions Complete(SegmenterOptions options, ParseResult parsed, Option<int> option) => options with
    {
        Lanes = parsed.GetValue(option),
        ProcessorLanes = Math.Min(MostUnasked, ProcessorThreads.Of(options.Threads)),
    };
}
