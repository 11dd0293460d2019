using DigitalAccess.Web.Regions.Yaml;
using DigitalAccess.Web.Staff;

namespace DigitalAccess.Web.Regions.Entries;

internal sealed class StaffReader(Faults faults)
{
    public StaffEntry Read(Placed<string> email, MapReader reader)
    {
        var member = new StaffMember
        {
            Email = email.Value,
            UserName = email.Value,
            NormalizedEmail = email.Value.ToUpperInvariant(),
            NormalizedUserName = email.Value.ToUpperInvariant(),
            EmailConfirmed = true,
            LockoutEnabled = true,
            DisplayName = reader.Text("displayName", Checks.Filled),
            Role = reader.Choice<StaffRole>("role"),
        };
        var library = reader.PlacedText("library", Checks.Filled);
        reader.Finish();

        if (reader.Word("role") == "library" && library is null)
            faults.Add(email.At, $"staff member '{email.Value}' has the role library and lacks 'library'; write the slug of the one whose figures are theirs");
        if (member.Role != StaffRole.Library && library is not null)
            faults.Add(library.At, $"the role {(member.Role == StaffRole.Region ? "region" : "operator")} is for all libraries; remove 'library' or write 'role: library'");
        return new StaffEntry(email.At, member, library);
    }
}
