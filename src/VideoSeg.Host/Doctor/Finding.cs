using VideoSeg.Model;

namespace VideoSeg.Host.Doctor;

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What it is.</param>
/// <param name="State">How it stands.</param>
/// <param name="Found">What was found; may have several lines.</param>
/// <param name="Advice">What to do about it; null where there is nothing to do, or where <paramref name="Found"/> says it.</param>
internal sealed record Finding(string Name, FindingState State, string Found, string? Advice = null)
{
    /// <summary>It is as it should be, unless <paramref name="advice"/> says what would make it better.</summary>
    public static Finding Of(string name, string found, string? advice = null) =>
        new(name, advice is null ? FindingState.Ok : FindingState.Warning, found, advice);

    /// <summary>Looks, and makes whatever is thrown meanwhile a finding of state <paramref name="failed"/>: one illness must not hide the others.</summary>
    public static Finding Look(string name, Func<Finding> look, FindingState failed = FindingState.Missing)
    {
        try
        {
            return look();
        }
#pragma warning disable CA1031 // Whatever it is.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Failed(name, e, failed);
        }
    }

    /// <summary>As <see cref="Look"/>; only a cancellation is thrown on.</summary>
    public static async Task<Finding> LookAsync(string name, Func<Task<Finding>> look, FindingState failed = FindingState.Missing)
    {
        try
        {
            return await look();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Failed(name, e, failed);
        }
    }

    private static Finding Failed(string name, Exception fault, FindingState state) => fault switch
    {
        VideoSegException => new(name, state, fault.Message),
        EntryPointNotFoundException => new(name, state, fault.Message, "The native library is of another build than the program: run ./videoseg --build."),
        _ => new(name, state, $"{fault.GetType().Name}: {fault.Message}"),
    };
}
