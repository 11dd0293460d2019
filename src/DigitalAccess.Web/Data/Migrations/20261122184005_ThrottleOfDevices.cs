using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigitalAccess.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class ThrottleOfDevices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "card_key",
                table: "login_throttle",
                type: "bytea",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_login_throttle_card_key",
                table: "login_throttle",
                column: "card_key",
                filter: "card_key is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_login_throttle_card_key",
                table: "login_throttle");

            migrationBuilder.DropColumn(
                name: "card_key",
                table: "login_throttle");
        }
    }
}
