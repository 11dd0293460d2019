using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigitalAccess.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class MetadataTrust : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "trust",
                table: "service_provider_metadata",
                type: "text",
                nullable: false,
                defaultValue: "");
            migrationBuilder.Sql(NotifyOf("xml, valid_until, trust"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(NotifyOf("xml, valid_until"));
            migrationBuilder.DropColumn(
                name: "trust",
                table: "service_provider_metadata");
        }

        private static string NotifyOf(string columns) =>
            $"""
            drop trigger region_changed on service_provider_metadata;
            create trigger region_changed after insert or update of {columns} or delete or truncate on service_provider_metadata
            for each statement execute function tell_region_changed();
            """;
    }
}
