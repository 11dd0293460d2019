using DigitalAccess.Web.Usage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DigitalAccess.Web.Data.Configurations;

internal sealed class UsageEventConfiguration : IEntityTypeConfiguration<UsageEvent>
{
    // No foreign keys: the event outlives changes of the catalogue, and a launch pays for no look-up it does not need.
    public void Configure(EntityTypeBuilder<UsageEvent> usage)
    {
        // Partitioned by month, which the model cannot say: its migration is written by hand.
        usage.ToTable("usage_event", table => table.ExcludeFromMigrations());
        usage.HasKey(e => new { e.Month, e.Id });
        usage.HasIndex(e => new { e.Day, e.LibraryId });
        usage.HasIndex(e => e.Receipt).HasFilter("receipt is not null");
        usage.Property(e => e.Door).HasConversion<string>();
    }
}

internal sealed class UsageDayConfiguration : IEntityTypeConfiguration<UsageDay>
{
    public void Configure(EntityTypeBuilder<UsageDay> day)
    {
        day.ToTable("usage_day");
        day.HasKey(d => new { d.LibraryId, d.Day, d.ResourceId });
    }
}

internal sealed class RefusalDayConfiguration : IEntityTypeConfiguration<RefusalDay>
{
    public void Configure(EntityTypeBuilder<RefusalDay> day)
    {
        day.ToTable("refusal_day");
        day.HasKey(d => new { d.LibraryId, d.Day, d.ResourceId, d.Reason });
    }
}

internal sealed class VisitorMonthConfiguration : IEntityTypeConfiguration<VisitorMonth>
{
    public void Configure(EntityTypeBuilder<VisitorMonth> month)
    {
        month.ToTable("visitor_month");
        month.HasKey(m => new { m.LibraryId, m.Month, m.ResourceId });
    }
}

internal sealed class RollUpStateConfiguration : IEntityTypeConfiguration<RollUpState>
{
    public void Configure(EntityTypeBuilder<RollUpState> state)
    {
        state.ToTable("roll_up_state");
        state.HasKey(s => s.Day);
    }
}

internal sealed class VisitorKeyMonthConfiguration : IEntityTypeConfiguration<VisitorKeyMonth>
{
    public void Configure(EntityTypeBuilder<VisitorKeyMonth> key)
    {
        key.ToTable("visitor_key_month");
        key.HasKey(k => k.Month);
    }
}
