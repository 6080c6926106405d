using VideoSeg.Host.Web;
using Xunit;

namespace VideoSeg.Host.Tests.Web;

public sealed class ViewerSeatsTests
{
    [Fact]
    public void Seat_OfAllThatThereAre_IsFreeAgainOnceGivenBack()
    {
        var seats = new ViewerSeats();
        ViewerSeats.Seat?[] taken = [.. Enumerable.Range(0, ViewerSeats.Most).Select(_ => seats.TryTake())];
        Assert.DoesNotContain(null, taken);
        Assert.Null(seats.TryTake());

        taken[0]!.Dispose();
        taken[0]!.Dispose();

        Assert.NotNull(seats.TryTake());
        Assert.Null(seats.TryTake());
    }
}
