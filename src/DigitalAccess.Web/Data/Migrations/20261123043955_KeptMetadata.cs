using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigitalAccess.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class KeptMetadata : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddForeignKey(
                name: "fk_service_provider_metadata_service_provider_service_provider",
                table: "service_provider_metadata",
                column: "service_provider_id",
                principalTable: "service_provider",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            // Nodes hear of what they use (RegionSnapshots); that it was looked at again and is the same is no news.
            migrationBuilder.Sql("""
                drop trigger region_changed on service_provider_metadata;
                create trigger region_changed after insert or update of xml, valid_until or delete or truncate on service_provider_metadata
                for each statement execute function tell_region_changed();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                drop trigger region_changed on service_provider_metadata;
                create trigger region_changed after insert or update or delete or truncate on service_provider_metadata
                for each statement execute function tell_region_changed();
                """);

            migrationBuilder.DropForeignKey(
                name: "fk_service_provider_metadata_service_provider_service_provider",
                table: "service_provider_metadata");
        }
    }
}
