using VideoSeg.Model;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Synthesis;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Output;

namespace VideoSeg.Host.Synthesis;

/// <summary>Renders a scene and writes it: H.264 with a sound track, and the masks beside it.</summary>
internal static class SynthVideo
{
    /// <summary>Renders and writes; returns in how many frames a polyp is in view. Cancelled, it ends the files in order after the frame in work.</summary>
    /// <exception cref="VideoSegException">An output exists or cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static int Write(SynthVideoOptions options, IProgress<int> progress, CancellationToken cancellationToken)
    {
        // All that is in the way is found before anything is made.
        JobPaths.RequireDistinct(("the video", options.Video), ("the masks", options.Masks));
        bool existed = OutputFile.Prepare(options.Video, options.Overwrite);
        if (options.Masks is not null)
        {
            MaskOutput.RequireFree(options.Masks, options.Overwrite);
        }

        RenderOptions rendering = options.Rendering;
        var timeBase = new Rational(1, options.FrameRate);
        VideoStreamInfo stream = Stream(options, timeBase);
        var scene = new ColonScene(options.Seed, new ColonOptions { Duration = options.Duration });
        var renderer = new ColonRenderer(scene, rendering);
        var picture = new Picture(rendering.Width, rendering.Height, PixelFormat.Rgb24);
        var mask = new Picture(rendering.Width, rendering.Height, PixelFormat.Gray8);
        using var allocator = new FrameAllocator(rendering.Width, rendering.Height, PixelFormat.Yuv420P, timeBase, ColorTags.Bt709);
        using var converter = new FrameConverter();
        using VideoWriter writer = VideoWriter.Create(options.Video, WriterOptions(options), stream, []);
        using IMaskOutput? masks = OpenMasks(options, stream, existed);
        int withPolyps = 0;
        for (int index = 0; index < options.Frames && !cancellationToken.IsCancellationRequested; index++)
        {
            renderer.Render((double)index / options.FrameRate, picture, mask);
            using (VideoFrame frame = converter.Convert(picture, allocator, index, 1))
            {
                writer.Write(frame);
            }

            WriteSound(writer, options, index);
            masks?.Write(mask, index, index, 1);
            withPolyps += mask.Data.AsSpan().Contains((byte)255) ? 1 : 0;
            progress.Report(index + 1);
        }

        writer.Finish();
        masks?.Finish();
        cancellationToken.ThrowIfCancellationRequested();
        return withPolyps;
    }

    /// <summary>Opens the masks, if they are asked for. A new video is not left behind without them.</summary>
    private static IMaskOutput? OpenMasks(SynthVideoOptions options, VideoStreamInfo stream, bool videoExisted)
    {
        try
        {
            return options.Masks is null ? null : MaskOutput.Create(options.Masks, stream, options.Overwrite);
        }
        catch when (!videoExisted && OutputFile.PathOf(options.Video) is { } path)
        {
            File.Delete(path);
            throw;
        }
    }

    private static VideoWriterOptions WriterOptions(SynthVideoOptions options) => new()
    {
        Crf = options.Crf,
        Overwrite = options.Overwrite,
        Audio = options.Audio ? new EncodedAudioOptions() : null,
    };

    private static VideoStreamInfo Stream(SynthVideoOptions options, Rational timeBase) => new()
    {
        Width = options.Rendering.Width,
        Height = options.Rendering.Height,
        Format = PixelFormat.Yuv420P,
        TimeBase = timeBase,
        FrameRate = timeBase.Inverse,
        Color = ColorTags.Bt709,
    };

    private static void WriteSound(VideoWriter writer, SynthVideoOptions options, long frame)
    {
        if (!options.Audio)
        {
            return;
        }

        int rate = new EncodedAudioOptions().SampleRate;
        long first = frame * rate / options.FrameRate, past = (frame + 1) * rate / options.FrameRate;
        var samples = new float[past - first];
        new PulseTone(rate).Fill(samples, first);
        writer.WriteAudio(samples);
    }
}
