namespace VideoSeg.Host.Synthesis;

/// <summary>The sound of a rendered video: the quiet pulse tone of a patient monitor, a short soft note for each heartbeat.</summary>
internal sealed class PulseTone(int sampleRate)
{
    private const double BeatsASecond = 68 / 60.0;
    private const double Hertz = 784;
    private const double NoteSeconds = 0.11;
    private const double Loudness = 0.05;

    /// <summary>Writes the samples from number <paramref name="first"/> on, in [-1, 1].</summary>
    public void Fill(Span<float> samples, long first)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            double seconds = (first + i) / (double)sampleRate;
            double beat = Math.Floor(seconds * BeatsASecond);
            // The heart keeps no perfect time.
            double since = seconds - ((beat + 0.1 + (0.04 * Math.Sin(beat * 1.7))) / BeatsASecond);
            samples[i] = since is > 0 and < NoteSeconds ? (float)Note(since) : 0;
        }
    }

    private static double Note(double seconds)
    {
        double envelope = Math.Sin(Math.PI * Math.Sqrt(seconds / NoteSeconds));
        double phase = Math.Tau * Hertz * seconds;
        return Loudness * envelope * envelope * (Math.Sin(phase) + (0.2 * Math.Sin(2 * phase)));
    }
}
