using Microsoft.AspNetCore.Http;
using VideoSeg.Host.Service;
using Xunit;

namespace VideoSeg.Host.Tests.Service;

public sealed class StartGateTests
{
    [Theory]
    [InlineData("/api/streams", true)]
    [InlineData("/API/streams", true)]
    [InlineData("/healthz/startup", false)]
    [InlineData("/metrics", false)]
    [InlineData("/", false)]
    public async Task Request_WhileItStartsOrEnds_WaitsWhereItCouldChangeSomething(string path, bool isKeptBack)
    {
        var gate = new StartGate();

        Assert.Equal(isKeptBack ? 503 : 204, await StatusAsync(gate, path));
        gate.Open();
        Assert.Equal(204, await StatusAsync(gate, path));
        gate.Close();
        Assert.Equal(isKeptBack ? 503 : 204, await StatusAsync(gate, path));
    }

    private static async Task<int> StatusAsync(StartGate gate, string path)
    {
        var context = new DefaultHttpContext { Request = { Path = path } };
        await gate.InvokeAsync(context, passed =>
        {
            passed.Response.StatusCode = 204;
            return Task.CompletedTask;
        });
        return context.Response.StatusCode;
    }
}
