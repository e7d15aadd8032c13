<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>AutomationLogDialog</name>
        <message numerus="yes">
            <source>%n entries</source>
            <translation>
                <numerusform>%n entry</numerusform>
                <numerusform>%n entries</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n rows could not be used as they are.</source>
            <translation>
                <numerusform>%n row could not be used as it is.</numerusform>
                <numerusform>%n rows could not be used as they are.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>CandidatesModel</name>
        <message numerus="yes">
            <source>%n link(s)</source>
            <translation>
                <numerusform>%n link</numerusform>
                <numerusform>%n links</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Dialogs</name>
        <message numerus="yes">
            <source>Exported %n link(s) to {file}</source>
            <translation>
                <numerusform>Exported %n link to {file}</numerusform>
                <numerusform>Exported %n links to {file}</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ExportDialog</name>
        <message numerus="yes">
            <source>S&amp;elected rows (%n)</source>
            <translation>
                <numerusform>S&amp;elected rows (%n)</numerusform>
                <numerusform>S&amp;elected rows (%n)</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>HeldDialog</name>
        <message numerus="yes">
            <source>Accept the report, so that %n listings go out of sight?</source>
            <translation>
                <numerusform>Accept the report, so that %n listing goes out of sight?</numerusform>
                <numerusform>Accept the report, so that %n listings go out of sight?</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ImportCheck</name>
        <message numerus="yes">
            <source>%n refused rows were saved in {0}.</source>
            <translation>
                <numerusform>%n refused row was saved in {0}.</numerusform>
                <numerusform>%n refused rows were saved in {0}.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>LinkAllDialog</name>
        <message numerus="yes">
            <source>%n listing(s) would be linked</source>
            <translation>
                <numerusform>%n listing would be linked</numerusform>
                <numerusform>%n listings would be linked</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>… and %n more</source>
            <translation>
                <numerusform>… and %n more</numerusform>
                <numerusform>… and %n more</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Link %n listing(s)</source>
            <translation>
                <numerusform>Link %n listing</numerusform>
                <numerusform>Link %n listings</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n listing(s) whose SKU no item has</source>
            <translation>
                <numerusform>%n listing whose SKU no item has</numerusform>
                <numerusform>%n listings whose SKU no item has</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n whose SKU repeats on the channel</source>
            <translation>
                <numerusform>%n whose SKU repeats on the channel</numerusform>
                <numerusform>%n whose SKU repeats on the channel</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n that you unlinked or said no to</source>
            <translation>
                <numerusform>%n that you unlinked or said no to</numerusform>
                <numerusform>%n that you unlinked or said no to</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n that are excluded</source>
            <translation>
                <numerusform>%n that is excluded</numerusform>
                <numerusform>%n that are excluded</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ListingCommands</name>
        <message numerus="yes">
            <source>Copied %n row(s)</source>
            <translation>
                <numerusform>Copied %n row</numerusform>
                <numerusform>Copied %n rows</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>MainWindow</name>
        <message numerus="yes">
            <source>%n gone from this list</source>
            <translation>
                <numerusform>%n gone from this list</numerusform>
                <numerusform>%n gone from this list</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n new</source>
            <translation>
                <numerusform>%n new</numerusform>
                <numerusform>%n new</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n that no longer fit</source>
            <translation>
                <numerusform>%n that no longer fits</numerusform>
                <numerusform>%n that no longer fit</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>MappingController</name>
        <message numerus="yes">
            <source>Excluded %n listing(s)</source>
            <translation>
                <numerusform>Excluded %n listing</numerusform>
                <numerusform>Excluded %n listings</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n listing(s) are managed again</source>
            <translation>
                <numerusform>%n listing is managed again</numerusform>
                <numerusform>%n listings are managed again</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Released the quantities of %n listing(s)</source>
            <translation>
                <numerusform>Released the quantity of %n listing</numerusform>
                <numerusform>Released the quantities of %n listings</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Linked %n listing(s) that were certain</source>
            <translation>
                <numerusform>Linked %n listing that was certain</numerusform>
                <numerusform>Linked %n listings that were certain</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Took %n link(s) off</source>
            <translation>
                <numerusform>Took %n link off</numerusform>
                <numerusform>Took %n links off</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Said of %n listing(s) that no item belongs to them</source>
            <translation>
                <numerusform>Said of %n listing that no item belongs to it</numerusform>
                <numerusform>Said of %n listings that no item belongs to them</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n listing(s) may have an item again</source>
            <translation>
                <numerusform>%n listing may have an item again</numerusform>
                <numerusform>%n listings may have an item again</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Ignore Sync is on for %n listing(s)</source>
            <translation>
                <numerusform>Ignore Sync is on for %n listing</numerusform>
                <numerusform>Ignore Sync is on for %n listings</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Ignore Sync is off for %n listing(s)</source>
            <translation>
                <numerusform>Ignore Sync is off for %n listing</numerusform>
                <numerusform>Ignore Sync is off for %n listings</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Changed %n listing(s)</source>
            <translation>
                <numerusform>Changed %n listing</numerusform>
                <numerusform>Changed %n listings</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Kept the links of %n listing(s) with a changed SKU</source>
            <translation>
                <numerusform>Kept the link of %n listing with a changed SKU</numerusform>
                <numerusform>Kept the links of %n listings with a changed SKU</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Mapped %n listing(s) with a changed SKU again</source>
            <translation>
                <numerusform>Mapped %n listing with a changed SKU again</numerusform>
                <numerusform>Mapped %n listings with a changed SKU again</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Linked %n listing(s) by equal SKU</source>
            <translation>
                <numerusform>Linked %n listing by equal SKU</numerusform>
                <numerusform>Linked %n listings by equal SKU</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Did it again (%n row(s))</source>
            <translation>
                <numerusform>Did it again (%n row)</numerusform>
                <numerusform>Did it again (%n rows)</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Go to this step? %n step(s) are undone or done again; nothing is lost.</source>
            <translation>
                <numerusform>Go to this step? %n step is undone or done again; nothing is lost.</numerusform>
                <numerusform>Go to this step? %n steps are undone or done again; nothing is lost.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Went %n step(s)</source>
            <translation>
                <numerusform>Went %n step</numerusform>
                <numerusform>Went %n steps</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Undone (%n row(s))</source>
            <translation>
                <numerusform>Undone (%n row)</numerusform>
                <numerusform>Undone (%n rows)</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n stayed because it was changed since</source>
            <translation>
                <numerusform>%n stayed because it was changed since</numerusform>
                <numerusform>%n stayed because they were changed since</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ProblemsDialog</name>
        <message numerus="yes">
            <source>%n problems</source>
            <translation>
                <numerusform>%n problem</numerusform>
                <numerusform>%n problems</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n rows were saved in {0}.</source>
            <translation>
                <numerusform>%n row was saved in {0}.</numerusform>
                <numerusform>%n rows were saved in {0}.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SetValuesDialog</name>
        <message numerus="yes">
            <source>For %n listing(s)</source>
            <translation>
                <numerusform>For %n listing</numerusform>
                <numerusform>For %n listings</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SiteHeader</name>
        <message numerus="yes">
            <source>in %n min</source>
            <translation>
                <numerusform>in %n min</numerusform>
                <numerusform>in %n min</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>StatusLine</name>
        <message numerus="yes">
            <source>%n decided</source>
            <translation>
                <numerusform>%n decided</numerusform>
                <numerusform>%n decided</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n selected</source>
            <translation>
                <numerusform>%n selected</numerusform>
                <numerusform>%n selected</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>report %n min old</source>
            <translation>
                <numerusform>report %n min old</numerusform>
                <numerusform>report %n min old</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>report %n h old</source>
            <translation>
                <numerusform>report %n h old</numerusform>
                <numerusform>report %n h old</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>report %n days old</source>
            <translation>
                <numerusform>report %n day old</numerusform>
                <numerusform>report %n days old</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SyncController</name>
        <message numerus="yes">
            <source>%n problems…</source>
            <translation>
                <numerusform>%n problem…</numerusform>
                <numerusform>%n problems…</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SyncWords</name>
        <message numerus="yes">
            <source>%n new</source>
            <translation>
                <numerusform>%n new</numerusform>
                <numerusform>%n new</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n gone</source>
            <translation>
                <numerusform>%n gone</numerusform>
                <numerusform>%n gone</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n SKUs changed</source>
            <translation>
                <numerusform>%n SKU changed</numerusform>
                <numerusform>%n SKUs changed</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n otherwise changed</source>
            <translation>
                <numerusform>%n otherwise changed</numerusform>
                <numerusform>%n otherwise changed</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>UndoDialog</name>
        <message numerus="yes">
            <source>%n rows go back to what they were.</source>
            <translation>
                <numerusform>%n row goes back to what it was.</numerusform>
                <numerusform>%n rows go back to what they were.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n rows stay as they are, because they were edited since:</source>
            <translation>
                <numerusform>%n row stays as it is, because it was edited since:</numerusform>
                <numerusform>%n rows stay as they are, because they were edited since:</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>… and %n more</source>
            <translation>
                <numerusform>… and %n more</numerusform>
                <numerusform>… and %n more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SubmitDialog</name>
        <message numerus="yes">
            <source>%n quantity(s) would be sent to {channel}</source>
            <translation>
                <numerusform>%n quantity would be sent to {channel}</numerusform>
                <numerusform>%n quantities would be sent to {channel}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Send %n quantity(s)</source>
            <translation>
                <numerusform>Send %n quantity</numerusform>
                <numerusform>Send %n quantities</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>⚠ %n of them will be 0: the channel stops selling</source>
            <translation>
                <numerusform>⚠ %n of them will be 0: the channel stops selling it</numerusform>
                <numerusform>⚠ %n of them will be 0: the channel stops selling them</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>… and %n more</source>
            <translation>
                <numerusform>… and %n more</numerusform>
                <numerusform>… and %n more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>OrdersDock</name>
        <message numerus="yes">
            <source>%n line(s) wait for a link</source>
            <translation>
                <numerusform>%n line waits for a link</numerusform>
                <numerusform>%n lines wait for a link</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>All %n line(s) found their item</source>
            <translation>
                <numerusform>The line found its item</numerusform>
                <numerusform>All %n lines found their item</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>RulesDialog</name>
        <message numerus="yes">
            <source>Those with a tick would link %n listing(s).</source>
            <translation>
                <numerusform>Those with a tick would link %n listing.</numerusform>
                <numerusform>Those with a tick would link %n listings.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Exported %n rule(s).</source>
            <translation>
                <numerusform>Exported %n rule.</numerusform>
                <numerusform>Exported %n rules.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>PullLinksDialog</name>
        <message numerus="yes">
            <source>%n new link(s) to take over</source>
            <translation>
                <numerusform>%n new link to take over</numerusform>
                <numerusform>%n new links to take over</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Take Over %n link(s)</source>
            <translation>
                <numerusform>Take Over %n Link</numerusform>
                <numerusform>Take Over %n Links</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>PushLinksDialog</name>
        <message numerus="yes">
            <source>… and %n more to send</source>
            <translation>
                <numerusform>… and %n more to send</numerusform>
                <numerusform>… and %n more to send</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Keep %n of Theirs</source>
            <translation>
                <numerusform>Keep %n of Theirs</numerusform>
                <numerusform>Keep %n of Theirs</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n link(s) would be sent to {source}</source>
            <translation>
                <numerusform>%n link would be sent to {source}</numerusform>
                <numerusform>%n links would be sent to {source}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n need(s) a decision.</source>
            <translation>
                <numerusform>%n needs a decision.</numerusform>
                <numerusform>%n need a decision.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n are linked only there and stay so.</source>
            <translation>
                <numerusform>%n is linked only there and stays so.</numerusform>
                <numerusform>%n are linked only there and stay so.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Send %n link(s)</source>
            <translation>
                <numerusform>Send %n Link</numerusform>
                <numerusform>Send %n Links</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SourceController</name>
        <message numerus="yes">
            <source>Kept theirs for %n listing(s).</source>
            <translation>
                <numerusform>Kept theirs for %n listing.</numerusform>
                <numerusform>Kept theirs for %n listings.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>AutoLinkDialog</name>
        <message numerus="yes">
            <source>Link %n listing(s)</source>
            <translation>
                <numerusform>Link %n Listing</numerusform>
                <numerusform>Link %n Listings</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n would stop a selling listing or change its quantity by much</source>
            <translation>
                <numerusform>%n would stop a selling listing or change its quantity by much</numerusform>
                <numerusform>%n would stop a selling listing or change its quantity by much</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n listing(s) can be linked with certainty</source>
            <translation>
                <numerusform>%n listing can be linked with certainty</numerusform>
                <numerusform>%n listings can be linked with certainty</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n listing(s) whose SKU no item has</source>
            <translation>
                <numerusform>%n listing whose SKU no item has</numerusform>
                <numerusform>%n listings whose SKU no item has</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n whose SKU repeats on the channel</source>
            <translation>
                <numerusform>%n whose SKU repeats on the channel</numerusform>
                <numerusform>%n whose SKU repeats on the channel</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n that you unlinked or said no to</source>
            <translation>
                <numerusform>%n that you unlinked or said no to</numerusform>
                <numerusform>%n that you unlinked or said no to</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n that are excluded</source>
            <translation>
                <numerusform>%n that is excluded</numerusform>
                <numerusform>%n that are excluded</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n with an equal SKU that the texts speak against</source>
            <translation>
                <numerusform>%n with an equal SKU that the texts speak against</numerusform>
                <numerusform>%n with an equal SKU that the texts speak against</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>RowsDialog</name>
        <message numerus="yes">
            <source>%n problems</source>
            <translation>
                <numerusform>%n problem</numerusform>
                <numerusform>%n problems</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n rows were saved in {0}.</source>
            <translation>
                <numerusform>%n row was saved in {0}.</numerusform>
                <numerusform>%n rows were saved in {0}.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ReviewDialog</name>
        <message numerus="yes">
            <source>Decided %n listing(s)</source>
            <translation>
                <numerusform>Decided %n listing</numerusform>
                <numerusform>Decided %n listings</numerusform>
            </translation>
        </message>
    </context>
</TS>
