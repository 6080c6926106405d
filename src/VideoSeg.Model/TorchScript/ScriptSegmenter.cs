using VideoSeg.Model.Inference;

namespace VideoSeg.Model.TorchScript;

/// <summary>A network that somebody brings along as TorchScript, on libtorch; it is given float32 and computes as its program does.</summary>
public sealed class ScriptSegmenter : EngineSegmenter
{
    /// <summary>Name of the engine.</summary>
    public const string Name = "torchscript";

    /// <summary>Loads the program, which runs code of whoever made it, and tries it out on a gray picture.</summary>
    /// <exception cref="VideoSegException">
    /// libtorch cannot load it, it fails, or what it gives is not what its description says (<see cref="FaultKind.Input"/>); the device is not
    /// there (<see cref="FaultKind.Engine"/>).
    /// </exception>
    internal ScriptSegmenter(ScriptFile file, SegmenterOptions options)
        : base(Name, options.LanesOnProcessor, () => new ScriptEngine(file, TorchDevices.Resolve(options.Device), options.ThreadsOfALane))
    {
    }
}
