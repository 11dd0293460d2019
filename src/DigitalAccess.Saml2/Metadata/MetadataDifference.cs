using System.Globalization;
using DigitalAccess.Saml2.Model;

namespace DigitalAccess.Saml2.Metadata;

/// <summary>Tells in sentences what became different, for people who answer for the connection. How long it is valid changes daily and is left out.</summary>
public static class MetadataDifference
{
    /// <param name="before">What was relied upon.</param>
    /// <param name="after">What is relied upon from now on.</param>
    /// <returns>Nothing when nothing that matters changed.</returns>
    public static IReadOnlyList<string> Between(ServiceProviderMetadata before, ServiceProviderMetadata after) =>
    [
        .. Keys(before, after),
        .. ConsumerServices(before, after),
        .. Changes(before.LogoutServices, after.LogoutServices, service => $"logout service by {BindingName(service.Binding)} at {service.Location}{Answers(service)}"),
        .. Flag("signs its requests", before.AuthnRequestsSigned, after.AuthnRequestsSigned),
        .. Flag("wants the assertion itself signed", before.WantAssertionsSigned, after.WantAssertionsSigned),
        .. Changes(before.NameIdFormats, after.NameIdFormats, format => $"name identifier format {format}"),
        .. Changes(before.RequestedAttributes, after.RequestedAttributes, asked => $"{(asked.IsRequired ? "required" : "wished")} attribute {asked.FriendlyName ?? asked.Name} ({asked.Name})"),
        .. Changes(before.DisplayNames, after.DisplayNames, name => $"name '{name.Value}' ({name.Key})"),
    ];

    private static IEnumerable<string> Keys(ServiceProviderMetadata before, ServiceProviderMetadata after)
    {
        foreach (var change in Changes([.. UsesOf(before)], [.. UsesOf(after)], key => $"key for {key.Uses}: SHA-256 thumbprint {key.Thumbprint}, certificate until {key.Until}"))
            yield return change;
        foreach (var (old, now) in before.EncryptionKeys.Join(after.EncryptionKeys, key => key.Key.Thumbprint, key => key.Key.Thumbprint, (old, now) => (old, now)))
            if (!old.Methods.SequenceEqual(now.Methods))
                yield return $"The algorithms that the key for encryption {now.Key.Thumbprint} is good for changed from {Listed(old.Methods)} to {Listed(now.Methods)}.";
    }

    private static IEnumerable<(string Thumbprint, string Uses, string Until)> UsesOf(ServiceProviderMetadata metadata)
    {
        var encrypting = metadata.EncryptionKeys.Select(key => key.Key).ToList();
        foreach (var key in metadata.SigningKeys.Concat(encrypting).DistinctBy(key => key.Thumbprint))
        {
            var uses = string.Join(" and ", new[] { (metadata.SigningKeys, "signing"), (encrypting, "encryption") }
                .Where(use => use.Item1.Any(other => other.Thumbprint == key.Thumbprint))
                .Select(use => use.Item2));
            yield return (key.Thumbprint, uses, key.NotAfter.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>A service keeps its identity by its index, by which requests name it.</summary>
    private static IEnumerable<string> ConsumerServices(ServiceProviderMetadata before, ServiceProviderMetadata after)
    {
        var old = before.ConsumerServices.ToDictionary(service => service.Index);
        var now = after.ConsumerServices.ToDictionary(service => service.Index);
        foreach (var service in after.ConsumerServices)
            if (!old.TryGetValue(service.Index, out var was))
                yield return $"Added: consumer service {Written(service)}.";
            else if (was != service)
                yield return $"Changed: consumer service {Written(was)}, is now {Written(service)}.";
        foreach (var service in before.ConsumerServices)
            if (!now.ContainsKey(service.Index))
                yield return $"Removed: consumer service {Written(service)}.";
    }

    private static IEnumerable<string> Changes<T>(IEnumerable<T> before, IEnumerable<T> after, Func<T, string> written)
    {
        var (old, now) = (before.ToHashSet(), after.ToHashSet());
        return now.Except(old).Select(added => $"Added: {written(added)}.").Concat(old.Except(now).Select(removed => $"Removed: {written(removed)}."));
    }

    private static IEnumerable<string> Flag(string what, bool before, bool after) =>
        before == after ? [] : [after ? $"It now {what}." : $"It no longer {what}."];

    private static string Written(ConsumerService service) => string.Create(
        CultureInfo.InvariantCulture,
        $"{service.Index} by {BindingName(service.Binding)} at {service.Location}{(service.IsDefault == true ? " (the default)" : service.IsDefault == false ? " (not the default)" : "")}");

    private static string Answers(LogoutService service) => service.ResponseLocation == service.Location ? "" : $", answers to {service.ResponseLocation}";

    private static string BindingName(string binding) => binding[(binding.LastIndexOf(':') + 1)..];

    private static string Listed(IReadOnlyList<string> values) => values.Count == 0 ? "what it does not say" : string.Join(", ", values);
}
