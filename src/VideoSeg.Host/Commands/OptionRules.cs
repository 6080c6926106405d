using System.CommandLine;

namespace VideoSeg.Host.Commands;

/// <summary>Ranges of options' values.</summary>
internal static class OptionRules
{
    /// <summary>Makes a value for which <paramref name="holds"/> is false a usage fault that says what was <paramref name="expected"/>. Returns the option.</summary>
    public static Option<T> Require<T>(this Option<T> option, Func<T?, bool> holds, string expected)
    {
        option.Validators.Add(result =>
        {
            if (!Holds(() => holds(result.GetValueOrDefault<T>())))
            {
                result.AddError($"{option.Name}: expected {expected}, found {string.Join(' ', result.Tokens.Select(token => token.Value))}");
            }
        });
        return option;
    }

    // A value that is no T at all throws here; of that the parser tells by itself.
    private static bool Holds(Func<bool> rule)
    {
        try
        {
            return rule();
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }
}
