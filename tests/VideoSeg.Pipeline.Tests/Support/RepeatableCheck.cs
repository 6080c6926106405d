using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace VideoSeg.Pipeline.Tests.Support;

/// <summary>Properties on random inputs that are the same in every run: a failure is the code's, and comes again.</summary>
internal static class RepeatableCheck
{
    // Any number; another one draws other inputs.
    private static readonly Replay Seed = new(new Rnd(20260), FSharpOption<int>.None);

    /// <summary>Checks 100 inputs; throws with the smallest counter-example found.</summary>
    public static void CheckRepeatably(this Property property) => property.Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithReplay(FSharpOption<Replay>.Some(Seed)));
}
