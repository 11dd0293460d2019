using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Launching.VendorSessions;
using DigitalAccess.Web.PatronLogin;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DigitalAccess.Web.Data.Configurations;

internal sealed class BegunSessionConfiguration : IEntityTypeConfiguration<BegunSession>
{
    public void Configure(EntityTypeBuilder<BegunSession> begun)
    {
        begun.ToTable("begun_session");
        begun.HasOne<PatronSession>().WithMany().HasForeignKey(b => b.SessionId).OnDelete(DeleteBehavior.Cascade);
        begun.HasOne<Resource>().WithMany().HasForeignKey(b => b.ResourceId).OnDelete(DeleteBehavior.Cascade);
        begun.HasIndex(b => new { b.SessionId, b.ResourceId }).IsUnique();
        begun.HasIndex(b => b.SignOutId);
    }
}
