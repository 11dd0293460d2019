using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigitalAccess.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class GivenMetadata : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "service_provider_file",
                columns: table => new
                {
                    service_provider_id = table.Column<Guid>(type: "uuid", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_service_provider_file", x => x.service_provider_id);
                    table.ForeignKey(
                        name: "fk_service_provider_file_service_providers_service_provider_id",
                        column: x => x.service_provider_id,
                        principalTable: "service_provider",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });
            migrationBuilder.Sql(
                """
                insert into service_provider_file (service_provider_id, text) select id, metadata ->> 'file' from service_provider where metadata ->> 'file' is not null;
                update service_provider set metadata = jsonb_set(metadata, '{file}', to_jsonb(encode(sha256(convert_to(metadata ->> 'file', 'UTF8')), 'hex'))) where metadata ->> 'file' is not null;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                update service_provider set metadata = jsonb_set(metadata, '{file}', to_jsonb(given.text)) from service_provider_file given where given.service_provider_id = service_provider.id
                """);
            migrationBuilder.DropTable(
                name: "service_provider_file");
        }
    }
}
