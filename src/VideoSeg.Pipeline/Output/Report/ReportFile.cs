using System.Text;
using VideoSeg.Model;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Output.Gallery;

namespace VideoSeg.Pipeline.Output.Report;

/// <summary>Keeps what a recording showed and writes it at the end as one page of HTML. At most <see cref="MostPictures"/> pictures are kept.</summary>
internal sealed class ReportFile : IPolypOutput
{
    /// <summary>Pictures in a report: some 5 MB.</summary>
    public const int MostPictures = 200;

    private readonly FileJobOptions _options;
    private readonly VideoStreamInfo _video;
    private readonly ResultStream _file;
    private readonly List<ReportPolyp> _polyps = [];
    private int _pictures;
    private RecordingExtent _extent;

    private ReportFile(FileJobOptions options, VideoStreamInfo video, ResultStream file) => (_options, _video, _file) = (options, video, file);

    /// <summary>Makes the file; one that is there keeps its content until <see cref="Open"/>.</summary>
    /// <exception cref="VideoSegException">It is there, or cannot be made (<see cref="FaultKind.Output"/>).</exception>
    public static ReportFile Create(string path, FileJobOptions options, VideoStreamInfo video) =>
        new(options, video, ResultStream.Create(path, "the report", options.Writer.Overwrite));

    /// <inheritdoc/>
    public void Open() => _file.Open();

    /// <inheritdoc/>
    public void Add(PolypRecord polyp, PolypPicture picture)
    {
        _polyps.Add(new ReportPolyp(polyp, picture with { Plain = [], Outlined = [] }, picture.Outlined));
        if (++_pictures > MostPictures)
        {
            int least = -1;
            for (int i = 0; i < _polyps.Count; i++)
            {
                if (_polyps[i].Jpeg is not null && (least < 0 || _polyps[i].Record.Frames < _polyps[least].Record.Frames))
                {
                    least = i;
                }
            }

            _polyps[least] = _polyps[least] with { Jpeg = null };
            _pictures--;
        }
    }

    /// <inheritdoc/>
    public void Finish(RecordingExtent extent) => _extent = extent;

    /// <inheritdoc/>
    public void Conclude(FileJobReport report)
    {
        string page = ReportPage.Write(new ReportContent
        {
            Options = _options,
            Video = _video,
            Job = report,
            Polyps = [.. _polyps.OrderBy(polyp => polyp.Record.Number)],
            Extent = _extent,
        });
        _file.Write(Encoding.UTF8.GetBytes(page));
        _file.Finish();
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
