using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigitalAccess.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class AttributeContracts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "scope",
                table: "library",
                type: "text",
                nullable: true);

            // A contract was a list of short names; now each line says claim and source.
            migrationBuilder.Sql(
                """
                update relying_party set releases = coalesce((
                    select jsonb_agg(jsonb_build_object(
                        'claim', case name when 'ageBand' then 'age_band' else name end, 'source', name, 'required', false) order by at)
                    from jsonb_array_elements_text(releases) with ordinality as line(name, at)), '[]'::jsonb);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                update relying_party set releases = coalesce((
                    select jsonb_agg(line->'source' order by at)
                    from jsonb_array_elements(releases) with ordinality as lines(line, at)
                    where line->>'source' in ('library', 'municipality', 'ageBand')), '[]'::jsonb);
                """);
            migrationBuilder.DropColumn(
                name: "scope",
                table: "library");
        }
    }
}
