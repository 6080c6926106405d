using Microsoft.AspNetCore.Http;

namespace VideoSeg.Host.Web;

/// <summary>What a viewer is told who asked for what there is not.</summary>
internal static class ViewerFaults
{
    /// <summary>There is no such stream.</summary>
    public static IResult NoStream(string name) => NotFound($"there is no stream {name} that runs; GET /api/streams lists them");

    /// <summary>There is no such thing.</summary>
    public static IResult NotFound(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status404NotFound);

    /// <summary>Too many watch.</summary>
    public static IResult NoSeat() =>
        Results.Problem($"expected at most {ViewerSeats.Most} viewers at once, found as many; try again when one has left", statusCode: StatusCodes.Status503ServiceUnavailable);

    /// <summary>There is no such picture.</summary>
    public static IResult NoRendition(string name) => BadRequest($"expected rendition annotated or original, found {name}");

    /// <summary>It was not asked for as it must be.</summary>
    public static IResult BadRequest(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest);

    /// <summary>It cannot be had now.</summary>
    public static IResult NotNow(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status503ServiceUnavailable);
}
