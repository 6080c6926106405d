namespace VideoSeg.Model.Training;

/// <summary>Looks whether networks that a run learns from were trained on its hold-out, which then tells nothing of new pictures.</summary>
internal static class HoldoutSeen
{
    /// <summary>Tells of each file in another run's folder how many of the held-out pictures that run was trained on, by name.</summary>
    /// <param name="files">Initial weights and teachers.</param>
    /// <param name="holdout">What this run holds out.</param>
    /// <param name="notes">Told where there are some.</param>
    public static void Report(IEnumerable<string> files, IReadOnlyList<ITrainingSample> holdout, IProgress<string>? notes)
    {
        foreach (string file in files)
        {
            string list = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, RunFolder.SamplesName);
            if (notes is null || !File.Exists(list))
            {
                continue;
            }

            var trained = File.ReadLines(list).ToHashSet(StringComparer.Ordinal);
            int seen = holdout.Count(sample => trained.Contains(sample.Name));
            if (seen > 0)
            {
                notes.Report($"{file} was trained on {seen} of the {holdout.Count} pictures held out here, by the list beside it: scores on them will be too good. Give both recipes the same holdout_seed.");
            }
        }
    }
}
