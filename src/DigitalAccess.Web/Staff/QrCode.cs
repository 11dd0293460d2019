using System.Collections;
using System.Globalization;
using System.Text;
using QRCoder;

namespace DigitalAccess.Web.Staff;

/// <summary>A QR code as the outline of its dark squares, for an SVG in the page itself: our pages load no picture from data.</summary>
/// <param name="Size">Squares on each side, the quiet zone included.</param>
/// <param name="Outline">The <c>d</c> of one SVG path.</param>
internal sealed record QrCode(int Size, string Outline)
{
    public static QrCode Of(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var outline = new StringBuilder();
        for (var y = 0; y < data.ModuleMatrix.Count; y++)
            AddRow(outline, data.ModuleMatrix[y], y);
        return new QrCode(data.ModuleMatrix.Count, outline.ToString());
    }

    /// <summary>Neighbouring squares become one bar, which scales without hair lines between them.</summary>
    private static void AddRow(StringBuilder outline, BitArray row, int y)
    {
        for (var x = 0; x < row.Count; x++)
        {
            if (!row[x])
                continue;
            var from = x;
            while (x + 1 < row.Count && row[x + 1])
                x++;
            outline.Append(CultureInfo.InvariantCulture, $"M{from} {y}h{x + 1 - from}v1h-{x + 1 - from}z");
        }
    }
}
