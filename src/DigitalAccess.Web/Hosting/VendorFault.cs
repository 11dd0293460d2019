namespace DigitalAccess.Web.Hosting;

/// <summary>A vendor's message that cannot be answered to the vendor, for our error page: in our words, for the vendor's engineer.</summary>
/// <param name="Error">A stable word.</param>
/// <param name="Description">A sentence.</param>
internal sealed record VendorFault(string Error, string? Description)
{
    private const string Key = "DigitalAccess.VendorFault";

    /// <summary>Answers with the error page (status 400).</summary>
    public static IResult Page(HttpContext http, string error, string description)
    {
        http.Items[Key] = new VendorFault(error, description);
        return TypedResults.StatusCode(StatusCodes.Status400BadRequest);
    }

    public static VendorFault? Of(HttpContext http) => http.Items[Key] as VendorFault;
}
