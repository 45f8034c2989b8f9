"""Words that tell names from others: what has a capital and is nobody, first names, words before a name."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


NOT_NAMES = words(
    """
    i i'm i'd i'll i've im a an the and or but if so no not yes ok okay he she they it we you his her hers him their
    our your my me us its this that these those there here then when where what who which why how of to for from
    with without by at in on as is was are were be been has had have do did does will would can could may might must
    shall should never none nil all any both each every one two three four five six seven eight nine ten first
    second third also after again before since until while during because however although though still now today
    tonight yesterday tomorrow soon later please thank thanks sorry dear hello hi hey god bless oh

    monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays
    sundays mon tue tues wed weds thu thur thurs fri sat sun january february march april may june july august
    september october november december jan feb mar apr jun jul aug sept sep oct nov dec christmas xmas easter eid
    diwali ramadan halloween bonfire new year years eve whitsun lent bank holiday summer winter autumn spring term
    morning evening night

    mum mums mummy mam mammy mama mom dad dads daddy papa mother father parent parents nan nana nanny nans gran
    granny grandma grandmas grandpa grandad granddad grandmother grandfather aunt auntie aunty uncle sister brother
    sibling siblings cousin son daughter twin twins baby unborn child children kid kids boy girl lad lass man woman
    male female males females adult youth teen teenager infant toddler carer carers foster fosterer guardian step
    stepdad stepmum stepmother stepfather husband wife partner boyfriend girlfriend ex friend friends neighbour
    neighbours mate family families people person persons everyone nobody somebody lady gentleman bae babe

    police officer officers constable constables sergeant inspector superintendent chief detective detectives det
    acting temporary supervisor supervisors supervision commander commissioner control room custody response
    neighbourhood patrol staff team teams unit units desk duty call handler operator despatch dispatch crime crimes
    incident incidents report reports log logs niche athena storm connect compact holmes pnc pnd force constabulary
    station stn hq district division local policing north south east west northern southern eastern western central
    city county council borough town area region village village hall intelligence investigation investigations
    investigator major serious organised public protection safeguarding exploitation missing vulnerability
    vulnerable victim victims witness witnesses suspect suspects offender offenders subject subjects caller
    informant reporter aggrieved complainant detained detainee arrested named unknown nominal nominals insp sgt supt
    ch pc ps ds dc di dci dsu pcso pcsos sio oic vpo iic fme ic

    social care services service worker workers work children's childrens adult's early help front door hub mash
    assessment assessments referral referrals contact contacts strategy meeting meetings discussion conference core
    group plan plans planning review reviews panel board partnership partner agency agencies multi-agency multi
    child's looked after leaving placement residential home homes house supported accommodation lodge hostel refuge
    hospital ward a&e emergency department maternity midwife midwifery nurse nursing doctor gp surgery clinic health
    healthcare mental camhs visitor visiting nhs trust ambulance paramedic paramedics paediatric paediatrician
    consultant psychologist psychiatrist counsellor therapist therapy mentor advocate intermediary solicitor
    solicitors lawyer barrister judge magistrates magistrate court crown family youth justice probation prison
    prosecution service cafcass guardian lado iro education welfare school schools primary secondary infant infants
    junior juniors academy college university sixth form nursery reception class classroom teacher teachers teaching
    assistant head headteacher deputy tutor senco dsl designated lead governor dinner library leisure centre park
    church mosque temple synagogue chapel club gym pool station bridge street road avenue lane close drive way court
    place square terrace crescent gardens grove hill row walk mews green rise view wharf high street flat floor
    block estate caravan site farm hotel inn pub bar cafe shop store supermarket market mall retail garage car van
    taxi bus train tram airport port harbour beach river canal

    act acts section sections schedule article order orders notice notices warning abduction harassment protection
    protective powers power emergency interim care supervision non-molestation occupation prohibited steps specific
    issue bail conditions remand charge charged charging caution cautioned reprimand sentence indictment offence
    offences sexual abuse neglect harm risk risks assault common actual bodily grievous rape robbery burglary theft
    criminal damage drugs drug cannabis cocaine heroin ketamine mdma spice alcohol vodka weapons knife county lines
    modern slavery trafficking national mechanism human domestic violence stalking honour honour-based forced
    marriage fgm ppn ppns dash dara marac marac mappa mace icpc rcpc cin cp cpp pep ehcp ehc evidence evidential
    best achieving video body worn bwv cctv anpr interview interviews interviewed statement statements exhibit
    exhibits property forensic forensics digital media phone phones mobile tablet laptop computer download downloads
    examination medical notes note action actions decision decisions update updates outcome outcomes rationale
    summary background circumstances history details detail reason reasons concerns concern information info intel
    checks check research result results level grade graded grading high medium low standard prompt immediate
    routine priority red amber green threshold thrive tri voice wishes feelings lived experience demeanour
    appearance conditions living words disability ethnicity language religion gender sex age dob address telephone
    tel email number no ref reference date time page part item question answer q a re nb fao cc ie eg etc tbc tba na
    n/a rtb nfa mfh yp ip ap voc vp vpn

    operation op encompass philomena herbert prevent channel clare's clares sarah's sarahs claire's law code
    practice working together keeping safe statutory guidance framework government home office department ministry
    college inspectorate ofsted hmicfrs hmic iopc nspcc barnardo's barnardos barnardo childline kooth samaritans
    women's womens aid refuge victim support citizens advice salvation army red cross mind relate shelter jobcentre
    dwp cps sarc british english england wales welsh scotland scottish ireland irish northern united kingdom britain
    uk europe european polish romanian pakistani indian bangladeshi chinese somali nigerian afghan syrian iraqi
    iranian kurdish turkish albanian vietnamese ukrainian portuguese spanish french german italian lithuanian
    latvian bulgarian russian arabic urdu punjabi bengali gujarati hindi tamil farsi pashto makaton braille bsl roma
    gypsy traveller travellers white black asian mixed caribbean african arab other muslim christian catholic jewish
    hindu sikh buddhist

    snapchat snap instagram insta tiktok facebook messenger whatsapp twitter youtube discord telegram kik roblox
    minecraft fortnite xbox playstation nintendo switch steam twitch omegle onlyfans tinder grindr yubo wizz signal
    teams zoom google gmail apple iphone ipad android samsung nokia microsoft amazon netflix spotify paypal wi-fi
    wifi internet online web sim imei usb

    tesco asda aldi lidl sainsbury's sainsburys morrisons mcdonald's mcdonalds mcdonald kfc greggs costa spar boots
    primark nike adidas audi bmw ford vauxhall volkswagen vw golf corsa fiesta astra transit polo toyota honda
    nissan mercedes kia hyundai uber lego disney calpol nerf

    mr mrs ms miss mx dr prof rev sir madam lord st ltd plc vs ad adhd asd autism autistic asperger's down's pdd
    send sen covid ocd ptsd iq aids id hiv

    seen spoke spoken stated says said told asked attended attending arrived informed advised agreed completed
    submitted recorded reported located found returned left confirmed discussed awaiting requested received shared
    sent given made noted considered updated allocated closed opened reviewed approved authorised contacted called
    rang collected conveyed taken refused declined denied admitted disclosed described apparently unfortunately
    following further additional previous current recent initial final full total general other another different
    same several some many most more less few enough clean dirty tidy calm quiet happy upset tearful sad angry
    afraid scared frightened withdrawn alert settled tired hungry cold warm hot thin pale well unwell fine good bad
    big small little old young top bottom left right front back open shut ongoing pending overdue complete
    incomplete chair chairperson chairman manager managers mgr coordinator co-ordinator director secretary minutes
    member members volunteer specialist senior principal independent intensive targeted universal community
    communities

    strat inf scene having yr min being box crew draft version passenger passengers driver drivers kitchen blocking
    money analyst band bedroom bedrooms list score owner cell older procedure pupil pupils much stood just
    disclosure carpet transport weight author registrar eleven twelve burn youngest eldest files file rider skipper
    patient keeper resident cleaner landlord landlady hoodie truth reader shoes nothing everything something
    anything contractor caretaker provider slide keyworker security supv sup grandparent grandparents lodger entry
    entries warrant plaster attention warden closure below above cashier account accounts aftershave pages tool
    librarian about inside outside indoors job complaints tenant partners feedback cases fewer receptionist seller
    fella coat boyf gf bf got flag flags ate console prev coach eventually fire stranger sender bureau tag vehicle
    para runaway ask nor blokes bloke assembly wind shopkeeper trailer men women weather wearing motorist line calls
    anybody childminder speech bike cat dog bouncer aggressive bedding naughty trousers letter latch bairn pictures
    kindness skirt put count intervention swimming bay susp template seventeen eighteen sixteen fifteen fourteen
    thirteen accused neither either debrief defendant network poster cupboard horse butter bed case theatrical gone
    voicemail attendance coroner party boiler bathroom room rooms lounge window windows door doors fridge food
    clothes clothing hair face arms legs injuries injury bruise bruises bruising marks mark scars scar blood burns
    cuts nappy bottle cot mattress sofa toys toy tv telly camera cameras footage images image messages message text
    texts email emails letters photos photograph photographs videos log logs note record records form forms boxes
    item items page paragraph drafts chapter table figure copy enquiries enquiry visit visits welfare search
    searches arrest release released disposal victim's suspect's mum's dad's child's staff's fidgeted calmed curled
    chatted failure faults commentary dispatcher researcher farmer tasks task product regraded passport passports
    bodycam careplan ligature ophthalmology firstly secondly thirdly fourthly lastly finally amongst apols hoax
    attic trouser crescent greasy sneaking totally labour crop soil grandson granddaughter grandchild grandchildren
    sergeants corporate insight analysis finance resources rail txt recep vision compliance streetwise
    """
)
"""In lower case. What in a record has a capital and is nobody's name: days, bodies, offences, makers, headings."""

NAMES_TOO = words(
    """
    april may june july august summer autumn winter amber green white black brown red hall hill park church wood
    lane street north south east west young small little old best day night major king price law judge chance friend
    child brother bishop banks law pope bridge rivers wharf green close court marsh moor wells waters field fields
    cross house long short cook baker carter bell booth fox good lord penny signal boots warden porter ward case
    noble costa ford golf astra kia kelly claire clare sarah herbert philomena jan jean mark will bill rob page
    marsh moss
    """
)
"""Of the words above those that people are called too: a title, a rank or a kinship word before one makes it a name."""

FIRST_NAMES = words(
    """
    aaliyah aaron abbie abdul abdullah abigail adam adeel adele adnan adrian ahmed aidan aiden aimee aisha aisling
    alan albert aleksander alex alexa alexander alexandra alfie ali alice alicia alina alisha alison alistair amanda
    amara amelia amelie amina amir amira amy ana anastasia andrea andrei andrew angela angelina anita anna annabel
    annabelle anne annie anthony antonia arabella archie ariana arnold arthur arun ashleigh ashley asif aurora ava
    ayaan ayesha barbara barney barry beatrice beatrix becky ben benjamin bernard beth bethan bethany bilal billie
    billy blake bobby bogdan bradley brandon brenda brian bridget bronwyn bryony caitlin callum cameron cara carl
    carla carly carmen carol caroline carys catherine cerys chantelle charlene charles charlie charlotte chelsea
    cheryl chloe chris christian christina christine christopher cian ciara claire clara clive cody colin connor
    conor corey courtney craig curtis cynthia daisy damian damien daniel daniella danielle danny daphne darren daryl
    david deborah declan delia demi denise dennis derek devon diana diane dominic donna dorothy duncan dwayne dylan
    eddie edith edward eileen elaine eleanor elena eliza elizabeth ella ellie elliot elliott eloise elsie emilia
    emily emma eric erica erin esme ethan eva evan eve evelyn evie ezra faiza farah farhan fatima felicity felix
    ffion finlay finley finn fiona florence frances francesca frankie fraser fred freddie frederick freya gabriel
    gabriella gareth gary gavin gemma geoffrey george georgia georgie georgina gerald geraldine gillian giovanni
    glen gordon graham gwen gwyneth hamza hanna hannah harley harold harriet harrison harry harvey hassan hayley
    heather heidi helen helena henry holly howard hugh hugo hussain ian ibrahim ieuan imogen imran ines ioan iqra
    irene isaac isabel isabella isabelle isla ismail isobel ivan ivy izzy jack jackie jackson jacob jacqueline jaden
    jake jamal james jamie jane janet janice jasmin jasmine jason jaxon jayden jayne jean jeffrey jenna jennifer
    jenny jeremy jermaine jessica jessie jill jim jimmy joan joanna joanne jodie joe joel john johnny jonathan
    jordan joseph josephine josh joshua josie jude judith julia julian julie juliet kacey kai kaitlyn kamil kane
    karen karim karl kasia kate katherine kathleen kathryn katie kayden kayla kayleigh keeley keith kelly kelsey
    kenneth kerry kevin khadija kian kiera kieran kimberley kirsty kumar kyle kyra lacey laila lara laura lauren
    layla leah leanne lee leighton lena leo leon leonie lesley leslie lewis lexi liam libby lillian lily linda
    lindsay lisa logan lois lola lorna lorraine louis louise luca lucas lucia lucy luis luka lukas luke lydia lynn
    mabel maciej macy maddie maddison maisie malcolm malik mandy marcel marcus margaret maria mariam marie marion
    marjorie marlon martha martin mary maryam mateusz matilda matt matthew maureen megan mehmet melanie melissa mia
    michael michal michelle mikey mila millie milo miriam mitchell mohamed mohammad mohammed moira molly morgan
    muhammad musa nadia naomi natalia natalie natasha nathan nathaniel neil niall niamh nicholas nicola nicole nigel
    nikita noah nora norma oliver olivia ollie omar orla oscar owen paige pamela patricia patrick paul paula pauline
    penelope peter philip phillip phoebe piotr poppy priya quentin rachel rafael rahul rajesh ralph ramona raymond
    rebecca reece reggie reuben rhiannon rhys ricardo richard ricky riley robert roberta robyn rodney roger roisin
    roman ronald ronnie rory rosalind rosemary rosie ross rowan roxanne roy rupert russell ryan sabrina sadia
    saffron saira sally salma samantha samina samira samuel sandra saoirse sara sarah saskia scarlett scott sean
    sebastian serena shane shanice shannon sharon shaun shauna sheila shelley sheryl shirley sian sienna silvia
    simon simone skye sonia sophia sophie stacey stanley stella stephanie stephen steve steven stewart stuart susan
    suzanne sylvia szymon tabitha tamara tamsin tanya tara tariq tasha tayla tegan terence teresa terry theo
    theodore theresa thomas tia tiffany tilly timothy toby tobias tomasz tommy tony tracey tracy trevor tristan
    tyler tyrone usman valerie vanessa vera veronica vicky victoria vincent violet vivian wayne wendy wesley william
    willow wojciech xander yasmin yasmine yusuf yvonne zac zach zachary zainab zak zara zayn zoe zofia zuzanna
    """
)
"""In lower case: first names that are hardly anything else, found however they are written."""

ORDINARY = words(
    """
    will may mark hope faith joy rose summer autumn spring april june august dawn bill rob sue pat art drew chase
    guy dean frank miles angel star storm young long short brown white black green king day price wood cook baker
    hall hill field fields ford forest lane river rivers brook stone moor west east north south bishop page parish
    church bell bird fox wolf hunter fisher gardener walker noble rich sharp strong swift wise best love moon sky
    rain snow winter grace amber kit max pip penny merry gay precious blessing princess prince duke royal honey
    cherry sunny rocky buddy junior bear bee major case time child children mother father boy girl man woman home
    house school police officer record report file not known none unknown the and for with his her him she they them
    was were has had have did does can could would should must might all any who how why what when where now then
    this that there here one two three four first last new old baby twin son daughter sister brother mum dad little
    big speed lamb lord pope savage sweet tender care chance destiny justice liberty mercy patience ever cash ace
    blue red grey gray reed read rush hardy head heard hand hands foot leg early late down rise ray sunshine
    sergeant constable leader driver rider no yes bay cliff dale glen heath holly kerry olive robin jay harry jack
    nick chad wade wells waters banks marsh mills parks pool poole
    """
)
"""In lower case: names that are words. Written small they are masked only where a name must be meant; a mask for
an ordinary word would itself tell the name."""

NO_PART_OF_A_NAME = words(
    """
    mr mrs ms miss mx dr baby unborn unknown not known none aka nee née alias the and von van der den del della bin
    bint ibn ben mum mummy dad daddy mother father son daughter child male female boy girl twin aunt uncle nan gran
    brother sister partner friend foster carer also called name names tbc n/a
    """
)
"""Parts of a `names` value that are no name themselves."""

KIN = words(
    """
    mum mummy mam mom mother mums dad daddy father dads stepdad stepmum step-dad step-mum stepfather stepmother
    step-father step-mother parent sister brother step-sister step-brother stepsister stepbrother half-sister
    half-brother sibling twin aunt auntie aunty uncle cousin niece nephew nan nana nanny gran granny grandma
    grandmother grandad granddad grandfather grandpa son daughter stepson stepdaughter baby husband wife fiance
    fiancee partner ex-partner ex boyfriend girlfriend ex-boyfriend ex-girlfriend friend friends mate mates pal
    bestie neighbour landlord landlady lodger carer fosterer keyworker worker teacher headteacher tutor coach doctor
    nurse midwife solicitor boy girl lad lass male female man woman child kid toddler infant teenager youth pupil
    student suspect offender victim witness complainant aggrieved caller informant subject ip ap named called aka
    alias nicknamed
    """
)
"""Words before a name that say whose it is."""
