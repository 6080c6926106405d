using VideoSeg.TestKit;

namespace VideoSeg.EndToEnd.Documentation;

/// <summary>A table of a page: the cells of each row, without the head. Back-ticks are taken off a cell that is nothing but code.</summary>
internal static class OptionTable
{
    /// <summary>The rows of the first table below <paramref name="heading"/>; null where no page has that heading.</summary>
    public static string[][]? Below(string heading)
    {
        foreach (string page in Pages.All)
        {
            string[] lines = File.ReadAllLines(Repository.At(page));
            int start = Array.IndexOf(lines, heading);
            if (start >= 0)
            {
                return [.. lines.Skip(start).SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|')).Skip(2).Select(Cells)];
            }
        }

        return null;
    }

    private static string[] Cells(string row) =>
        [.. row.Trim('|').Replace("\\|", "\0", StringComparison.Ordinal).Split('|').Select(cell => Plain(cell.Trim().Replace('\0', '|')))];

    private static string Plain(string cell) =>
        cell.Length > 1 && cell[0] == '`' && cell[^1] == '`' && cell.AsSpan(1, cell.Length - 2).IndexOf('`') < 0 ? cell[1..^1] : cell;
}
