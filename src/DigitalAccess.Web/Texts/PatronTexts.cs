namespace DigitalAccess.Web.Texts;

/// <summary>Names the patron pages' texts: <c>PatronTexts.sv.resx</c>, <c>PatronTexts.en.resx</c> and whatever file is added.</summary>
internal sealed class PatronTexts;
