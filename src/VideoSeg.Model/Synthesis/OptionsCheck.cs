using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Model.Synthesis;

/// <summary>Checks options against their documented ranges.</summary>
internal static class OptionsCheck
{
    /// <summary>Throws a <see cref="FaultKind.Usage"/> fault that lists every value out of range.</summary>
    public static void Validate(params ReadOnlySpan<object> options)
    {
        var faults = new List<ValidationResult>();
        foreach (object option in options)
        {
            Validator.TryValidateObject(option, new ValidationContext(option), faults, validateAllProperties: true);
        }

        if (faults.Count > 0)
        {
            throw new VideoSegException(FaultKind.Usage, string.Join(Environment.NewLine, faults.Select(fault => fault.ErrorMessage)));
        }
    }
}
