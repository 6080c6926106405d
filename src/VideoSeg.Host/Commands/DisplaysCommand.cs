using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using VideoSeg.Model;
using VideoSeg.Pipeline.Monitor;

namespace VideoSeg.Host.Commands;

/// <summary><c>videoseg displays</c>: the displays that a monitor output can be put on.</summary>
internal sealed class DisplaysCommand
{
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object on one line instead: driver, displays (index, name, x, y, width, height, refreshHertz), reason where there are none." };

    private DisplaysCommand(Command command) => command.Options.Add(_json);

    public static Command Create()
    {
        var command = new Command("displays",
            "List the displays that live pictures can be shown on, with number, size and refresh rate. Exit code 5: there is none.");
        var displays = new DisplaysCommand(command);
        command.SetAction(parsed => displays.Run(parsed));
        return command;
    }

    private int Run(ParseResult parsed)
    {
        DisplayList list;
        try
        {
            list = DisplayList.Read();
        }
        catch (VideoSegException e) when (parsed.GetValue(_json))
        {
            Console.Out.WriteLine(ToJson(new DisplayList("", []), e.Message));
            return (int)e.Kind;
        }

        Console.Out.WriteLine(parsed.GetValue(_json) ? ToJson(list, reason: null) : ToText(list));
        return 0;
    }

    private static string ToText(DisplayList list) =>
        string.Join('\n', list.Displays.Select(display => string.Create(CultureInfo.InvariantCulture,
            $"{display.Index}: {display.Name}, {display.Width} x {display.Height}{(display.RefreshHertz is { } hertz ? $" at {hertz} Hz" : "")}, placed at {display.X},{display.Y} ({list.Driver})")));

    private static string ToJson(DisplayList list, string? reason)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, JsonOptions))
        {
            json.WriteStartObject();
            json.WriteString("driver", list.Driver.Length == 0 ? null : list.Driver);
            json.WriteStartArray("displays");
            foreach (DisplayInfo display in list.Displays)
            {
                Write(json, display);
            }

            json.WriteEndArray();
            if (reason is not null)
            {
                json.WriteString("reason", reason);
            }

            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void Write(Utf8JsonWriter json, DisplayInfo display)
    {
        json.WriteStartObject();
        json.WriteNumber("index", display.Index);
        json.WriteString("name", display.Name);
        json.WriteNumber("x", display.X);
        json.WriteNumber("y", display.Y);
        json.WriteNumber("width", display.Width);
        json.WriteNumber("height", display.Height);
        if (display.RefreshHertz is { } hertz)
        {
            json.WriteNumber("refreshHertz", hertz);
        }
        else
        {
            json.WriteNull("refreshHertz");
        }

        json.WriteEndObject();
    }
}
