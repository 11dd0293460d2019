using System.Security.Cryptography;

namespace DigitalAccess.Web.Hosting;

/// <summary>A code that is read out on the telephone: no letter in it looks or sounds like a digit.</summary>
internal static class ReadableCode
{
    private const int Length = 6;
    private const string Alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    public static string Create() => RandomNumberGenerator.GetString(Alphabet, Length);
}
