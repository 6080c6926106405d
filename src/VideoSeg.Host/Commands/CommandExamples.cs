using System.CommandLine;

namespace VideoSeg.Host.Commands;

/// <summary>Command lines to start from, which <c>--help</c> shows; each is one that parses.</summary>
internal static class CommandExamples
{
    private static readonly Dictionary<string, (string Arguments, string Meaning)[]> All = new(StringComparer.Ordinal)
    {
        ["process"] =
        [
            ("recording.mp4 -o annotated.mp4", "outline the polyps of a recording"),
            ("recording.mp4 -o annotated.mkv --overlay none --codec ffv1 --masks masks.mkv", "keep every sample; masks in a video of their own"),
            ("recording.mp4 -o annotated.mp4 --detections polyps.jsonl --stats", "also write the polyps of each frame, and tell how steady they are"),
            ("recording.mp4 -o annotated.mp4 --report report.html --thumbnails polyps/", "also write a page about the polyps, and a picture of each"),
            ("cases/ -o annotated/ --resume", "all recordings of a folder; once more after an interruption, the rest"),
            ("interlaced.ts -o annotated.mp4 --filter bwdif", "make the pictures of a 1080i recording whole first"),
        ],
        ["serve"] =
        [
            ("", "the sample recording as a live stream, at http://127.0.0.1:8080"),
            ("--config videoseg.json --urls http://127.0.0.1:9000", "the streams of a configuration, at another address"),
        ],
        ["predict"] = [("pictures/ -o marked/", "outline the polyps of all pictures of a folder")],
        ["evaluate"] =
        [
            ("--images images/ --masks masks/ --split test.txt", "score the shipped network on some pictures of a folder"),
            ("--images images/ --masks masks/ --report report.html", "also write a page with curves and the worst pictures"),
            ("--images frames/ --masks masks/ --sequences sequences.csv --fps 25", "score frames as video too"),
        ],
        ["synth"] = [("-o colon.mp4 --masks masks.mkv --seed 7", "render ten seconds of a colonoscopy, with the true masks")],
        ["train"] = [("configs/resunetpp-kvasir-cpu.json -o runs/first", "train as a recipe says")],
        ["model summary"] = [("resunetpp", "the layers of the network")],
        ["model compile"] = [("--explain", "what inference makes of the shipped network, pass by pass and operation by operation"), ("resunetpp --size 256", "the work saved at another size")],
        ["model calibrate"] = [("weights.safetensors --images pictures/ --split train.txt", "let weights of your own run in int8")],
        ["model average"] = [("first.safetensors second.safetensors -o mean.safetensors --images pictures/ --split train.txt", "one network from two trainings")],
        ["model tune"] = [("--images images/ --masks masks/ --split runs/first/holdout.txt --model weights.safetensors --write", "choose threshold and smallest area on the held-out pictures")],
        ["model import"] = [("checkpoint.pth -o weights.safetensors", "bring a PyTorch checkpoint in")],
        ["model export"] = [("--onnx polyps.onnx", "the shipped network for ONNX Runtime, any size and batch"), ("--onnx polyps.onnx weights.safetensors --size 352 --batch 1", "other weights, sizes fixed")],
        ["data pack"] = [("--images images/ --masks masks/ --split train.txt -o train.pack", "a data set in one file, at 352 x 352")],
        ["data split"] = [("--images images/ --masks masks/ --train train.txt --test test.txt", "hold a fifth of a data set out for evaluation")],
        ["displays"] = [("--json", "the displays that live pictures can be shown on, for a program to read")],
        ["doctor"] = [("--json", "what is there and what is missing, for a program to read")],
        ["completion"] = [("bash", "the script for bash; load it with: source <(./videoseg completion bash)")],
    };

    /// <summary>The examples of a command, by its path (<c>model import</c>): whole command lines and what they are for.</summary>
    public static IEnumerable<(string CommandLine, string Meaning)> Of(string path) =>
        All.GetValueOrDefault(path, []).Select(example => ($"videoseg {path} {example.Arguments}".TrimEnd(), example.Meaning));

    /// <summary>The path of a command below the root: <c>model import</c>.</summary>
    public static string PathOf(Command command)
    {
        string parents = string.Join(' ', command.Parents.OfType<Command>().Where(parent => parent is not RootCommand).Select(PathOf));
        return parents.Length == 0 ? command.Name : $"{parents} {command.Name}";
    }
}
