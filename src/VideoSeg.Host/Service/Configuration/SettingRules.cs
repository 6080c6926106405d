using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace VideoSeg.Host.Service.Configuration;

/// <summary>The annotations of options, told in plain words.</summary>
internal static class SettingRules
{
    /// <summary>What is wrong with a property's value.</summary>
    public static IEnumerable<string> Check(PropertyInfo property, object owner, object? value)
    {
        if (value is null && (property.IsDefined(typeof(RequiredMemberAttribute)) || property.IsDefined(typeof(RequiredAttribute))))
        {
            return ["expected a value, found none"];
        }

        var context = new ValidationContext(owner) { MemberName = property.Name };
        return property.GetCustomAttributes<ValidationAttribute>()
            .Where(rule => rule.GetValidationResult(value, context) != ValidationResult.Success)
            .Select(rule => Tell(rule, property, value));
    }

    /// <summary>What is wrong with an object as a whole, where it checks itself.</summary>
    public static IEnumerable<(SettingPath Path, string Message)> CheckWhole(object options, SettingPath path) =>
        options is IValidatableObject whole
            ? whole.Validate(new ValidationContext(options)).Select(fault => (fault.MemberNames.Aggregate(path, (inner, name) => inner.Property(name)), fault.ErrorMessage!))
            : [];

    private static string Tell(ValidationAttribute rule, PropertyInfo property, object? value)
    {
        string found = value switch { null => "nothing", "" => "an empty text", _ => SettingText.IsSingle(value.GetType()) ? SettingText.Format(value) : value.ToString()! };
        // Messages begin with the property's name, which the path tells already. One with a place for the name is the rule's, not ours.
        string? given = rule.ErrorMessage is { } message && !message.Contains("{0}", StringComparison.Ordinal) ? message : null;
        string? own = given?.StartsWith($"{property.Name}: ", StringComparison.Ordinal) == true ? given[(property.Name.Length + 2)..] : given;
        string expected = own ?? rule switch
        {
            RequiredAttribute => "expected a value",
            RangeAttribute range => $"expected {Edge(range.Minimum, range.MinimumIsExclusive, "above ")} to {Edge(range.Maximum, range.MaximumIsExclusive, "below ")}",
            AllowedValuesAttribute allowed => $"expected one of {string.Join(", ", allowed.Values.Where(one => one is not null))}",
            StringLengthAttribute length => $"expected at most {length.MaximumLength} characters",
            _ => rule.FormatErrorMessage(property.Name),
        };
        return $"{expected}, found {found}";
    }

    private static string Edge(object edge, bool isExclusive, string word) => string.Create(CultureInfo.InvariantCulture, $"{(isExclusive ? word : "")}{edge}");
}
