using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Support;

/// <summary>A second of video with sound and, in Matroska, subtitles and an attachment.</summary>
internal static class TrackSamples
{
    public static string Make(TemporaryFolder folder, string name)
    {
        string subtitles = folder.File("subtitles.srt");
        File.WriteAllText(subtitles, "1\n00:00:00,100 --> 00:00:00,500\nHello\n");
        List<string> arguments =
        [
            "-f", "lavfi", "-i", "testsrc2=size=64x64:rate=25:duration=1", "-f", "lavfi", "-i", "sine=duration=1", "-i", subtitles, "-map", "0", "-map", "1",
            "-c:v", "libx264", "-c:a", "aac", "-metadata:s:a:0", "language=ger", "-metadata:s:a:0", "title=Kommentar", "-metadata", "comment=hello",
        ];
        if (name.EndsWith(".mkv", StringComparison.Ordinal))
        {
            string attachment = folder.File("note.ttf");
            File.WriteAllText(attachment, "no font");
            arguments.AddRange(["-map", "2", "-c:s", "subrip", "-attach", attachment, "-metadata:s:t:0", "mimetype=font/ttf"]);
        }

        Ffmpeg.Run([.. arguments, folder.File(name)]);
        return folder.File(name);
    }
}
