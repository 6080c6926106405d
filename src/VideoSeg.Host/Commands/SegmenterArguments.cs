using System.CommandLine;
using VideoSeg.Model.Inference;

namespace VideoSeg.Host.Commands;

/// <summary>The options that choose a network and what it runs on, the same for every command that segments.</summary>
internal sealed class SegmenterArguments
{
    private readonly Option<string?> _model = new Option<string?>("--model")
    {
        Description = "Weights to use, a safetensors file of this program's, or a TorchScript file (see --trust-torchscript). Default: the shipped models/resunetpp-kvasir.safetensors.",
        HelpName = "FILE",
    }.NotEmpty();

    private readonly Option<bool> _trust = new("--trust-torchscript")
    {
        Description = "Load a TorchScript file as --model: a program that runs with your rights, and that no check can vouch for. Only for files whose maker you trust; FILE.json beside it must say what it takes and gives.",
    };

    private readonly Option<string> _device = new("--device")
    {
        Description = "auto (a GPU where there is one), cpu, cuda (the first GPU), cuda:N, several GPUs as cuda:0,1, or cuda:all.",
        HelpName = "DEVICE",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<string> _precision = new Option<string>("--precision")
    {
        Description = "Precision of the convolutions. auto: the shortest that the hardware multiplies at once: f16 (GPUs), int8 (processors, calibrated weights), bf16, else f32.",
        DefaultValueFactory = _ => "auto",
    }.AcceptOnlyFromAmong("auto", "f32", "bf16", "f16", "int8");

    private readonly Option<string> _engine = new Option<string>("--engine")
    {
        Description = "What runs the network. auto: onednn on processors, cuda on GPUs. reference: unrewritten and slow, to compare with.",
        DefaultValueFactory = _ => "auto",
    }.AcceptOnlyFromAmong("auto", "cuda", "onednn", "libtorch", "reference");

    private readonly HeadArguments _heads;

    private readonly Option<int> _threads = new("--threads")
    {
        Description = "Processor threads for the network, 0 to 1024; 0: as OMP_NUM_THREADS says, else one a physical core.",
        HelpName = "N",
        DefaultValueFactory = _ => 0,
    };

    /// <summary>Adds the options to a command.</summary>
    public SegmenterArguments(Command command)
    {
        command.Options.Add(_model);
        command.Options.Add(_trust);
        command.Options.Add(_device);
        command.Options.Add(_precision);
        command.Options.Add(_engine);
        _heads = new HeadArguments(command);
        command.Options.Add(_threads);
    }

    /// <summary>What was chosen.</summary>
    public SegmenterOptions Read(ParseResult parsed)
    {
        HeadChoice heads = _heads.Read(parsed);
        return new()
        {
            ModelPath = parsed.GetValue(_model),
            TrustTorchScript = parsed.GetValue(_trust),
            Device = parsed.GetRequiredValue(_device),
            Precision = parsed.GetRequiredValue(_precision),
            Engine = parsed.GetRequiredValue(_engine),
            Mode = heads.Mode,
            Depth = heads.Depth,
            Threads = parsed.GetValue(_threads),
        };
    }
}
