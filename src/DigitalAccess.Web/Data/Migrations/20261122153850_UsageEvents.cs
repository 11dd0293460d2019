using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigitalAccess.Web.Data.Migrations
{
    /// <summary>Launches, partitioned by month; the months themselves are made ahead of need by UsagePartitions.</summary>
    public partial class UsageEvents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            create table usage_event (
                id uuid not null,
                month date not null,
                at timestamptz not null,
                day date not null,
                library_id uuid not null,
                resource_id uuid not null,
                door text not null,
                licence_id uuid,
                refusal text,
                receipt text,
                visitor_key bytea not null,
                constraint pk_usage_event primary key (month, id),
                constraint ck_usage_event_decided check ((licence_id is null) = (refusal is not null))
            ) partition by range (month);
            create index ix_usage_event_day_library_id on usage_event (day, library_id);
            create index ix_usage_event_receipt on usage_event (receipt) where receipt is not null;
            """);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("drop table usage_event");
    }
}
