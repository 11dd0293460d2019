using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigitalAccess.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class BegunSessions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "begun_session",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_id = table.Column<byte[]>(type: "bytea", nullable: true),
                    resource_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sign_out_id = table.Column<byte[]>(type: "bytea", nullable: true),
                    shared_computer = table.Column<bool>(type: "boolean", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_begun_session", x => x.id);
                    table.ForeignKey(
                        name: "fk_begun_session_patron_sessions_session_id",
                        column: x => x.session_id,
                        principalTable: "patron_session",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_begun_session_resources_resource_id",
                        column: x => x.resource_id,
                        principalTable: "resource",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_begun_session_resource_id",
                table: "begun_session",
                column: "resource_id");

            migrationBuilder.CreateIndex(
                name: "ix_begun_session_session_id_resource_id",
                table: "begun_session",
                columns: new[] { "session_id", "resource_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_begun_session_sign_out_id",
                table: "begun_session",
                column: "sign_out_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "begun_session");
        }
    }
}
