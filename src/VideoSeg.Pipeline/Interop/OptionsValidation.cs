using System.ComponentModel.DataAnnotations;
using VideoSeg.Model;

namespace VideoSeg.Pipeline.Interop;

/// <summary>Checks the annotations of an options object.</summary>
internal static class OptionsValidation
{
    /// <summary>Throws one exception that lists every fault of <paramref name="options"/>.</summary>
    public static void Require(object options)
    {
        var faults = new List<ValidationResult>();
        if (!Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true))
        {
            throw new VideoSegException(FaultKind.Usage, string.Join('\n', faults.Select(fault => fault.ErrorMessage)));
        }
    }

    /// <summary>Microseconds for a native time-out; 0 for none (zero or infinite).</summary>
    public static long Microseconds(TimeSpan timeout) =>
        timeout <= TimeSpan.Zero ? 0 : Math.Max(1, (long)timeout.TotalMicroseconds);
}
