using VideoSeg.Host.Synthesis;
using Xunit;

namespace VideoSeg.Host.Tests.Synthesis;

public class PulseToneTests
{
    [Fact]
    public void Fill_TenSeconds_IsAQuietNoteForEachHeartbeatAndSilenceBetween()
    {
        var samples = new float[10 * 8000];
        new PulseTone(8000).Fill(samples, 0);
        int notes = 0;
        for (int start = 0; start + 400 <= samples.Length; start += 400)
        {
            bool sounds = samples.AsSpan(start, 400).ContainsAnyExcept(0f), sounded = start > 0 && samples.AsSpan(start - 400, 400).ContainsAnyExcept(0f);
            notes += sounds && !sounded ? 1 : 0;
        }

        Assert.InRange(notes, 10, 13);
        Assert.InRange(samples.Max(), 0.02f, 0.08f);
        Assert.True(samples.Count(sample => sample == 0) > samples.Length / 2);
    }

    [Fact]
    public void Fill_InPieces_IsTheSameAsInOne()
    {
        var whole = new float[3000];
        var pieces = new float[3000];
        new PulseTone(8000).Fill(whole, 500);
        new PulseTone(8000).Fill(pieces.AsSpan(0, 1234), 500);
        new PulseTone(8000).Fill(pieces.AsSpan(1234), 1734);

        Assert.Equal(whole, pieces);
    }
}
