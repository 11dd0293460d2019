using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigitalAccess.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class ClientKeys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "jwks",
                table: "relying_party",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "used_client_assertion",
                columns: table => new
                {
                    client_id = table.Column<string>(type: "text", nullable: false),
                    jti_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_used_client_assertion", x => new { x.client_id, x.jti_hash });
                });

            migrationBuilder.CreateIndex(
                name: "ix_used_client_assertion_expires_at",
                table: "used_client_assertion",
                column: "expires_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "used_client_assertion");

            migrationBuilder.DropColumn(
                name: "jwks",
                table: "relying_party");
        }
    }
}
