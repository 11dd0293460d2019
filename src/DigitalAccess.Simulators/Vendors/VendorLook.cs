using System.Globalization;
using static DigitalAccess.Simulators.Vendors.VendorPages;

namespace DigitalAccess.Simulators.Vendors;

/// <summary>A vendor's own brand: far from the library's on purpose, so that nobody mistakes one for the other.</summary>
internal abstract class VendorLook
{
    public abstract string Stylesheet { get; }
    public abstract string Icon { get; }
    public abstract string ColorScheme { get; }
    public abstract string Tagline { get; }

    /// <summary>What stands before the library's name for a patron who came in through it.</summary>
    public abstract string Welcome { get; }

    /// <summary>What a visitor is told who has not signed in.</summary>
    public abstract string Sample { get; }

    public static VendorLook Of(string name) => name switch
    {
        "kiosk" => new Kiosk(),
        "film" => new Film(),
        _ => throw new ArgumentException($"no such look: {name}", nameof(name)),
    };

    public abstract string Brand(string name);
    public abstract string Shelf(bool isOpen);

    /// <returns>The thing with this number on the shelf, or null.</returns>
    public abstract string? Opened(int number);

    private sealed class Kiosk : VendorLook
    {
        private static readonly (string Name, string Lang, string From)[] Papers =
        [
            ("Vätterkuriren", "sv", "Sverige"), ("Höglandsnytt", "sv", "Sverige"), ("The Harbour Chronicle", "en", "Storbritannien"),
            ("Le Courrier du Quai", "fr", "Frankrike"), ("بريد الميناء", "ar", "Arabiska"), ("Uferzeitung", "de", "Tyskland"),
            ("Gazeta Nadbrzeżna", "pl", "Polen"), ("Wargeyska Xeebta", "so", "Somaliska"),
        ];

        public override string Stylesheet => "nyhetskiosken/kiosk.css";
        public override string Icon => "nyhetskiosken";
        public override string ColorScheme => "light dark";
        public override string Tagline => "Världens tidningar, samma dag";
        public override string Welcome => "Läs fritt tack vare";
        public override string Sample => "Du läser smakprov. Med ett lånekort läser du allt, gratis.";

        public override string Brand(string name) =>
            name.StartsWith("Nyhets", StringComparison.Ordinal) ? $"nyhets<span>{Encode(name[6..])}</span>" : Encode(name);

        public override string Shelf(bool isOpen)
        {
            var today = TimeProvider.System.GetLocalNow().ToString("dddd", CultureInfo.GetCultureInfo("sv-SE"));
            return $"<h1>{char.ToUpperInvariant(today[0])}{today[1..]}ens tidningar</h1><ul class=\"rack\">"
                + string.Concat(Papers.Select((paper, i) =>
                    $"""
                    <li><a href="/open/{i}">{Cover(i, isOpen)}<span class="title" {Language(paper.Lang)}>{paper.Name}</span><span class="from">{paper.From} · {(isOpen ? "Läs dagens nummer" : "smakprov")}</span></a></li>
                    """))
                + "</ul>";
        }

        public override string? Opened(int number)
        {
            if (number < 0 || number >= Papers.Length)
                return null;
            var (name, lang, from) = Papers[number];
            return $"""
                <article class="issue">{Cover(number, isOpen: true)}<div><h1 {Language(lang)}>{name}</h1><p class="from">{from}</p>
                <p>Här skulle dagens nummer ligga. Tidningen är påhittad, och det är nyheterna i den också.</p>
                <p><a href="/">Till alla tidningar</a></p></div></article>
                """;
        }

        private static string Cover(int i, bool isOpen)
        {
            var kind = i % 4 + 1;
            var columns = kind == 4 ? """<span class="col"></span>""" : """<span class="col"></span><span class="col"></span>""";
            return $"""<span class="cover m-{kind}{(isOpen ? "" : " locked")}" aria-hidden="true"><span class="mast">{Papers[i].Name}</span><span class="pic"></span>{columns}</span>""";
        }

        private static string Language(string lang) => lang == "ar" ? "lang=\"ar\" dir=\"rtl\"" : $"lang=\"{lang}\"";
    }

    private sealed class Film : VendorLook
    {
        private static readonly (string Poster, string Name, string About)[] Films =
        [
            ("fyren", "Fyren vid Vättern", "Drama · 1 tim 48 min"), ("nattbussen", "Nattbussen", "Thriller · 1 tim 35 min"),
            ("tranorna", "När tranorna kommer", "Dokumentär · 58 min"), ("midsommar", "Den längsta midsommaren", "Komedi · 1 tim 52 min"),
            ("bruket", "Bruket", "Serie · 6 avsnitt"), ("isen", "Under isen", "Dokumentär · 1 tim 12 min"),
            ("varlden", "Nästa värld", "Science fiction · 2 tim 4 min"), ("gransen", "Gränsstationen", "Klassiker från 1957 · 1 tim 27 min"),
        ];

        public override string Stylesheet => "filmrummet/film.css";
        public override string Icon => "filmrummet";
        public override string ColorScheme => "dark";
        public override string Tagline => "Bion som följer med ditt lånekort";
        public override string Welcome => "Se film tack vare";
        public override string Sample => "Du ser bara affischerna. Med ett lånekort ser du filmerna, gratis.";

        public override string Brand(string name) =>
            name.StartsWith("Film", StringComparison.Ordinal) ? $"Film<span>{Encode(name[4..])}</span>" : Encode(name);

        public override string Shelf(bool isOpen) =>
            $"""
            <section class="feature"><img src="/files/filmrummet/{Films[0].Poster}.svg" alt="" width="240" height="360"><div><p class="kicker">Veckans film</p><h1>{Films[0].Name}</h1><p class="from">{Films[0].About}</p>
            <p>En fyrvaktare, en storm och ett brev som aldrig kom fram.</p><p><a class="btn" href="/open/0">{(isOpen ? "Spela" : "Logga in och spela")}</a></p></div></section>
            <h2>På repertoaren</h2><ul class="rack">
            """
            + string.Concat(Films.Select((film, i) => i == 0 ? "" :
                $"""
                <li><a href="/open/{i}"><img class="poster" src="/files/filmrummet/{film.Poster}.svg" alt="" width="240" height="360" loading="lazy"><span class="title">{film.Name}</span><span class="from">{film.About}</span></a></li>
                """))
            + "</ul>";

        public override string? Opened(int number)
        {
            if (number < 0 || number >= Films.Length)
                return null;
            var (poster, name, about) = Films[number];
            return $"""
                <article class="issue"><img class="poster" src="/files/filmrummet/{poster}.svg" alt="" width="240" height="360"><div><h1>{name}</h1><p class="from">{about}</p>
                <p>Här skulle filmen spelas. Både filmen och biografen är påhittade.</p>
                <p><a href="/">Till alla filmer</a></p></div></article>
                """;
        }
    }
}
