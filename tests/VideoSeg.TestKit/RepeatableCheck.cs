using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace VideoSeg.TestKit;

/// <summary>Properties on random inputs that are the same in every run: a failure is the code's, and comes again.</summary>
public static class RepeatableCheck
{
    // Any number; another one draws other inputs.
    private static readonly Replay Seed = new(new Rnd(20260), FSharpOption<int>.None);

    /// <summary>Checks inputs, 100 unless told otherwise; throws with the smallest counter-example found.</summary>
    public static void CheckRepeatably(this Property property, int inputs = 100) =>
        property.Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(inputs).WithReplay(FSharpOption<Replay>.Some(Seed)));
}
