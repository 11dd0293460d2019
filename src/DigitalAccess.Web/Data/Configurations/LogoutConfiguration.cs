using DigitalAccess.Web.Logout;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DigitalAccess.Web.Data.Configurations;

internal sealed class LogoutNoticeConfiguration : IEntityTypeConfiguration<LogoutNotice>
{
    public void Configure(EntityTypeBuilder<LogoutNotice> notice)
    {
        notice.ToTable("logout_notice");
        notice.Property(n => n.Id).ValueGeneratedNever();
        notice.Property(n => n.Way).HasConversion<short>();
        notice.Property(n => n.State).HasConversion<short>();
        notice.HasIndex(n => n.SignOutId);
        notice.HasIndex(n => n.NextAttemptAt).HasFilter("state = 0");
    }
}
