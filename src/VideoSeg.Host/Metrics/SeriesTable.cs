namespace VideoSeg.Host.Metrics;

/// <summary>
/// Finds the series of tags in the order in which a call gives them. Looking one up waits for nobody and allocates nothing; adding and removing
/// lock the table for those who do the same.
/// </summary>
internal sealed class SeriesTable
{
    private readonly Lock _changes = new();
    private Entry?[] _buckets = new Entry?[16];
    private int _count;

    /// <summary>Number of entries.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The series of these tags; null where there is none yet.</summary>
    public MetricSeries? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        int hash = HashOf(tags);
        Entry?[] buckets = Volatile.Read(ref _buckets);
        for (Entry? entry = Volatile.Read(ref buckets[hash & (buckets.Length - 1)]); entry is not null; entry = entry.Next)
        {
            if (entry.Hash == hash && AreEqual(entry.Tags, tags))
            {
                return entry.Series;
            }
        }

        return null;
    }

    /// <summary>Adds a series, unless somebody was faster.</summary>
    public void Add(ReadOnlySpan<KeyValuePair<string, object?>> tags, MetricSeries series)
    {
        lock (_changes)
        {
            if (Find(tags) is not null)
            {
                return;
            }

            if (_count == _buckets.Length)
            {
                Rebuild(_buckets.Length * 2, static _ => true);
            }

            int hash = HashOf(tags);
            ref Entry? head = ref _buckets[hash & (_buckets.Length - 1)];
            Volatile.Write(ref head, new Entry(hash, tags.ToArray(), series, head));
            _count++;
        }
    }

    /// <summary>Removes series.</summary>
    public void Remove(HashSet<MetricSeries> series)
    {
        lock (_changes)
        {
            Rebuild(_buckets.Length, entry => !series.Contains(entry.Series));
        }
    }

    private static int HashOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        uint hash = 0;
        foreach (ref readonly KeyValuePair<string, object?> tag in tags)
        {
            hash = (hash * 31) + (uint)tag.Key.GetHashCode(StringComparison.Ordinal);
            hash = (hash * 31) + (uint)(tag.Value?.GetHashCode() ?? 0);
        }

        return (int)(hash ^ (hash >> 15));
    }

    private static bool AreEqual(KeyValuePair<string, object?>[] left, ReadOnlySpan<KeyValuePair<string, object?>> right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        for (int i = 0; i < left.Length; i++)
        {
            if (left[i].Key != right[i].Key || !Equals(left[i].Value, right[i].Value))
            {
                return false;
            }
        }

        return true;
    }

    // Entries never change once they can be seen: readers go on in the old buckets.
    private void Rebuild(int size, Func<Entry, bool> keep)
    {
        var buckets = new Entry?[size];
        int count = 0;
        foreach (Entry? head in _buckets)
        {
            for (Entry? entry = head; entry is not null; entry = entry.Next)
            {
                if (keep(entry))
                {
                    ref Entry? place = ref buckets[entry.Hash & (size - 1)];
                    place = new Entry(entry.Hash, entry.Tags, entry.Series, place);
                    count++;
                }
            }
        }

        Volatile.Write(ref _buckets, buckets);
        _count = count;
    }

    private sealed record Entry(int Hash, KeyValuePair<string, object?>[] Tags, MetricSeries Series, Entry? Next);
}
