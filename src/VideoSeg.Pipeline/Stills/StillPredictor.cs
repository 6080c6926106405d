using System.Collections.Concurrent;
using System.Collections.Immutable;
using VideoSeg.Model;
using VideoSeg.Model.Data;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inference;

namespace VideoSeg.Pipeline.Stills;

/// <summary>
/// Segments still pictures and writes masks, probabilities and overlays. While the network works on a batch the next pictures are decoded and the
/// last batch's files are written; a picture that cannot be read is reported and the rest go on. Not for two runs at a time.
/// </summary>
/// <param name="segmenter">The network; stays the caller's.</param>
/// <param name="options">What to make.</param>
/// <param name="time">The clock.</param>
public sealed class StillPredictor(ISegmenter segmenter, StillOptions options, TimeProvider time)
{
    private readonly ConcurrentBag<StillWriter> _writers = [];
    private readonly int _batch = segmenter.Info.Device == "cpu" ? 1 : Math.Min(16, segmenter.Info.MaxBatch);
    private int _done;
    private int _withPolyps;

    /// <summary>Segments all inputs. Check and prepare the outputs first: <see cref="StillOutputs.Prepare"/>.</summary>
    /// <param name="inputs">What to segment.</param>
    /// <param name="progress">Told the number of pictures written or given up, after each batch; called in turn.</param>
    /// <param name="onFault">Told of each picture that cannot be read, at once; called in turn.</param>
    /// <param name="cancellationToken">Ends the run early, between batches; files that are there are whole.</param>
    /// <exception cref="VideoSegException">The engine failed, or an output cannot be written.</exception>
    public async Task<StillReport> RunAsync(
        IReadOnlyList<StillInput> inputs, IProgress<int>? progress, Action<StillFault>? onFault, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        (_done, _withPolyps) = (0, 0);
        var faults = ImmutableArray.CreateBuilder<StillFault>();
        Task writing = Task.CompletedTask;
        await using var reader = new ReadAhead<Loaded>(inputs.Count, _batch + Math.Min(8, Environment.ProcessorCount), i => Loaded.Read(inputs[i]));
        try
        {
            while (!reader.IsAtEnd)
            {
                var batch = new List<Loaded>(_batch);
                while (batch.Count < _batch && !reader.IsAtEnd)
                {
                    Loaded loaded = await reader.NextAsync(cancellationToken);
                    if (loaded.Fault is not null)
                    {
                        faults.Add(loaded.Fault);
                        onFault?.Invoke(loaded.Fault);
                    }
                    else
                    {
                        batch.Add(loaded);
                    }
                }

                Segmentation? segmentation = batch.Count > 0
                    ? await segmenter.SegmentAsync([.. batch.Select(l => l.Picture!)], cancellationToken)
                    : null;
                try
                {
                    await writing;
                }
                catch
                {
                    segmentation?.Dispose();
                    throw;
                }

                progress?.Report(_done + faults.Count);
                writing = segmentation is null ? Task.CompletedTask : WriteAllAsync(batch, segmentation);
            }
        }
        finally
        {
            await writing;
        }

        progress?.Report(_done + faults.Count);
        return new StillReport(_done, _withPolyps, faults.ToImmutable(), time.GetElapsedTime(start));
    }

    private async Task WriteAllAsync(List<Loaded> batch, Segmentation segmentation)
    {
        using (segmentation)
        {
            await Parallel.ForAsync(0, batch.Count, (i, _) =>
            {
                StillWriter writer = _writers.TryTake(out StillWriter? idle) ? idle : new StillWriter(options, segmenter.Info);
                if (writer.Write(batch[i].Input, batch[i].Picture!, segmentation, i))
                {
                    Interlocked.Increment(ref _withPolyps);
                }

                Interlocked.Increment(ref _done);
                _writers.Add(writer);
                return ValueTask.CompletedTask;
            });
        }
    }

    private sealed record Loaded(StillInput Input, Picture? Picture, StillFault? Fault)
    {
        public static Loaded Read(StillInput input)
        {
            try
            {
                return new(input, ImageFile.Read(input.Path), null);
            }
            catch (VideoSegException e) when (e.Kind == FaultKind.Input)
            {
                return new(input, null, new StillFault(input, e.Message));
            }
        }
    }
}
