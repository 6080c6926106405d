using VideoSeg.Model;
using VideoSeg.Pipeline.Encode;

namespace VideoSeg.Host.Commands;

/// <summary>What to see to before the work where an output is always a file of this machine, taken by its name as it is: a colon in it makes no URL of it.</summary>
internal static class LocalOutput
{
    /// <summary>Refuses what cannot be written later: a folder, a folder that is not there, a file that exists and may not be replaced.</summary>
    /// <param name="path">The file, absolute or from the current folder.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <param name="takesDevices">Whether a device or a pipe will do. Default no: a file that is written beside its place and moved there would take its place.</param>
    /// <exception cref="VideoSegException">It is refused (<see cref="FaultKind.Output"/>; a lone <c>-</c>: <see cref="FaultKind.Usage"/>).</exception>
    public static void Prepare(string path, bool overwrite, bool takesDevices = false)
    {
        if (path == "-")
        {
            throw new VideoSegException(FaultKind.Usage, "expected the name of a file to write, got - for standard output, which is not offered here (./- is a file of that name)");
        }

        string full = Path.GetFullPath(path);
        if (!takesDevices && FileIdentity.IsSpecial(full))
        {
            throw new VideoSegException(FaultKind.Output, $"expected the name of a file to write, found a device or a pipe at '{full}'. Choose another name.");
        }

        // From the root on no path looks like a URL.
        OutputFile.Prepare(full, overwrite);
    }

    /// <summary>Refuses to write over what is read, by whatever name.</summary>
    /// <exception cref="VideoSegException">The output is one of the inputs (<see cref="FaultKind.Usage"/>).</exception>
    public static void RequireOther(string path, params ReadOnlySpan<string> inputs)
    {
        foreach (string input in inputs)
        {
            if (FileIdentity.AreSame(path, input))
            {
                throw new VideoSegException(FaultKind.Usage, $"expected an output other than what is read, got '{path}' for both");
            }
        }
    }
}
