namespace DigitalAccess.Saml2.Metadata;

/// <summary>Which of several is meant when nobody names one (SAML Metadata 2.2.3, 2.4.4.1): what is said to be, else what is not said not to be, else the first.</summary>
internal static class DefaultOne
{
    /// <param name="all">In the order of the metadata.</param>
    /// <param name="isDefault">What one says of itself; null where it says nothing.</param>
    /// <returns>Null where there is none.</returns>
    public static T? Of<T>(IReadOnlyCollection<T> all, Func<T, bool?> isDefault) where T : class =>
        all.FirstOrDefault(one => isDefault(one) == true) ?? all.FirstOrDefault(one => isDefault(one) is null) ?? all.FirstOrDefault();
}
