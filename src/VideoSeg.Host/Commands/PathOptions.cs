using System.CommandLine;
using System.CommandLine.Parsing;

namespace VideoSeg.Host.Commands;

/// <summary>The rule that all options and arguments naming a file, folder or URL share.</summary>
internal static class PathOptions
{
    /// <summary>Makes an empty value, or one of blanks only, a usage fault; not giving the option at all is not its business. Returns the option.</summary>
    public static TOption NotEmpty<TOption>(this TOption option)
        where TOption : Option
    {
        option.Validators.Add(result => Check(result, result.Tokens, option.Name));
        return option;
    }

    /// <summary>The same for an argument, each of whose values is looked at. Returns the argument.</summary>
    public static Argument<T> NotEmpty<T>(this Argument<T> argument)
    {
        argument.Validators.Add(result => Check(result, result.Tokens, argument.HelpName ?? argument.Name));
        return argument;
    }

    private static void Check(SymbolResult result, IReadOnlyList<Token> tokens, string name)
    {
        if (tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
        {
            result.AddError($"{name}: expected a path, found an empty value. Give a name, or leave it out.");
        }
    }
}
