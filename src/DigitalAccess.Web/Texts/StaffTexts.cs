namespace DigitalAccess.Web.Texts;

/// <summary>Names the texts of the staff pages: StaffTexts.sv.resx, StaffTexts.en.resx, and one more file for each further language.</summary>
internal sealed class StaffTexts;
