using System.Net;

namespace VideoSeg.TestKit.Feeds;

/// <summary>Serves the files of a folder over HTTP on a port of this machine, as a plain web server does.</summary>
public sealed class FolderServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _folder;

    /// <summary>Begins to serve.</summary>
    /// <param name="folder">What it serves.</param>
    /// <param name="port">Where.</param>
    /// <param name="host">The name it goes by. Default <c>127.0.0.1</c>.</param>
    public FolderServer(string folder, int port, string host = "127.0.0.1")
    {
        _folder = folder;
        Address = $"http://{host}:{port}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Ends in a slash.</summary>
    public string Address { get; }

    /// <summary>A path that is asked for leads to another address instead.</summary>
    public Dictionary<string, string> Redirects { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            try
            {
                await AnswerAsync(context);
            }
            catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException)
            {
                // Whoever asked has gone, or FFmpeg has just taken the file away.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        string name = context.Request.Url!.AbsolutePath.TrimStart('/');
        string path = Path.Combine(_folder, name);
        if (Redirects.TryGetValue(name, out string? target))
        {
            context.Response.StatusCode = 302;
            context.Response.RedirectLocation = target;
        }
        else if (File.Exists(path))
        {
            byte[] content = await File.ReadAllBytesAsync(path);
            context.Response.ContentLength64 = content.Length;
            await context.Response.OutputStream.WriteAsync(content);
        }
        else
        {
            context.Response.StatusCode = 404;
        }

        context.Response.Close();
    }
}
