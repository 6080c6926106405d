using System.Numerics;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Tracking;

/// <summary>
/// Gives polyps numbers that they keep: each track's box is moved along with the picture and goes on with the detection that overlaps it most,
/// whatever its class: its own is the one that most of its frames spoke for. What was not seen often enough yet has the number 0. Not for two threads at a time.
/// </summary>
public sealed class PolypTracker(SteadyOptions options)
{
    /// <summary>Overlap of boxes, as intersection over union, from which a detection may go on with a track.</summary>
    private const double SmallestOverlap = 0.1;

    private readonly List<PolypTrack> _tracks = [];
    private readonly List<PolypTrack> _ended = [];
    private readonly List<(double Overlap, PolypTrack Track, int Detection)> _pairs = [];
    private readonly List<PolypTrack?> _chosen = [];
    private int _last;

    /// <summary>The polyps confirmed so far, in the order of their numbers.</summary>
    public IEnumerable<PolypTrack> Confirmed => _ended.Concat(_tracks).Where(track => track.IsConfirmed).OrderBy(track => track.Id);

    /// <summary>Number of polyps confirmed so far.</summary>
    public int Count => _last;

    /// <summary>Takes the polyps of the next frame and gives each its track.</summary>
    /// <param name="polyps">What was found in the frame.</param>
    /// <param name="seconds">Its presentation time.</param>
    /// <param name="region">The part of the picture that was segmented.</param>
    /// <param name="motion">How the picture moved; null where nothing of the frame before holds.</param>
    /// <remarks>A carried polyp keeps its track alive, but does not count as seen.</remarks>
    public void Follow(PolypSet polyps, double seconds, PixelRegion region, IPictureMotion? motion)
    {
        EndOld(seconds);
        if (motion is not null)
        {
            foreach (PolypTrack track in _tracks)
            {
                track.Box = Move(track.Box, region, motion);
            }
        }

        Match(polyps);
        foreach (PolypTrack track in _tracks)
        {
            (track.WasSeen, track.IsSeen) = (track.IsSeen, false);
        }

        for (int i = 0; i < polyps.Detections.Length; i++)
        {
            PolypTrack track = _chosen[i] ?? Begin(polyps.Detections[i], seconds);
            See(track, polyps.Detections[i], seconds, polyps.IsCarried);
            polyps.SetTrack(i, track.Id, track.ClassIndex);
        }
    }

    /// <summary>Overlap of two boxes: intersection over union.</summary>
    internal static double Overlap(PixelRegion a, PixelRegion b)
    {
        double width = Math.Min(a.X + a.Width, b.X + b.Width) - Math.Max(a.X, b.X);
        double height = Math.Min(a.Y + a.Height, b.Y + b.Height) - Math.Max(a.Y, b.Y);
        double both = Math.Max(width, 0) * Math.Max(height, 0);
        return both / (((double)a.Width * a.Height) + ((double)b.Width * b.Height) - both);
    }

    private void EndOld(double seconds)
    {
        for (int i = _tracks.Count - 1; i >= 0; i--)
        {
            // A time that jumps back far begins a new recording.
            if (seconds - _tracks[i].LastSeen > options.MaxGap || _tracks[i].LastSeen - seconds > options.MaxGap)
            {
                if (_tracks[i].IsConfirmed)
                {
                    _ended.Add(_tracks[i]);
                }

                _tracks.RemoveAt(i);
            }
        }
    }

    /// <summary>Pairs tracks and detections, those that overlap most first.</summary>
    private void Match(PolypSet polyps)
    {
        _pairs.Clear();
        _chosen.Clear();
        for (int i = 0; i < polyps.Detections.Length; i++)
        {
            _chosen.Add(null);
            foreach (PolypTrack track in _tracks)
            {
                double overlap = Overlap(track.Box, polyps.Detections[i].Box);
                if (overlap >= SmallestOverlap)
                {
                    _pairs.Add((overlap, track, i));
                }
            }
        }

        _pairs.Sort(static (a, b) => b.Overlap.CompareTo(a.Overlap));
        foreach ((_, PolypTrack track, int detection) in _pairs)
        {
            if (_chosen[detection] is null && !_chosen.Contains(track))
            {
                _chosen[detection] = track;
            }
        }
    }

    private PolypTrack Begin(in Detection detection, double seconds)
    {
        var track = new PolypTrack(detection.ClassIndex) { FirstSeen = seconds, LastSeen = seconds, WasSeen = true };
        _tracks.Add(track);
        return track;
    }

    private void See(PolypTrack track, in Detection detection, double seconds, bool isCarried)
    {
        track.Box = detection.Box;
        track.Frames += isCarried ? 0 : 1;
        if (!isCarried)
        {
            track.Vote(detection.ClassIndex);
        }

        track.Breaks += track.WasSeen ? 0 : 1;
        track.IsSeen = true;
        track.LastSeen = seconds;
        if (!track.IsConfirmed && track.Frames >= options.ConfirmFrames)
        {
            track.Id = ++_last;
        }
    }

    /// <summary>Moves a box by the median way of the cells in it.</summary>
    private static PixelRegion Move(PixelRegion box, PixelRegion region, IPictureMotion motion)
    {
        int size = motion.Cells;
        float scaleX = (float)region.Width / size, scaleY = (float)region.Height / size;
        int left = Math.Clamp((int)((box.X - region.X) / scaleX), 0, size - 1), right = Math.Clamp((int)((box.X + box.Width - region.X) / scaleX), left, size - 1);
        int top = Math.Clamp((int)((box.Y - region.Y) / scaleY), 0, size - 1), bottom = Math.Clamp((int)((box.Y + box.Height - region.Y) / scaleY), top, size - 1);
        var sum = Vector2.Zero;
        float weight = 0;
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                float trust = motion.Trust[(y * size) + x];
                sum += trust * motion.Backward[(y * size) + x];
                weight += trust;
            }
        }

        if (weight < 0.5f)
        {
            return box;
        }

        // The flow leads back; the box goes forward.
        Vector2 way = -sum / weight;
        return box with { X = box.X + (int)MathF.Round(way.X * scaleX), Y = box.Y + (int)MathF.Round(way.Y * scaleY) };
    }
}
