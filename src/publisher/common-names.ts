/** Forenames and surnames that many people bear, and the question whether a name is made of them. */
import { readName } from '../profile/name.ts';

/** The most frequent of some seventy countries. Source: popular-names-by-country-dataset (CC0-1.0). */
const FORENAMES = words(`
  aada aadhya aarav aariz aarya aasha abbas abd abdallah abdel abdelkader abdoulaye abdul abdulaziz abdulla abdullah abdullo abdulrahman abubakr
  abulfazl adam adama adela adele adin aditi adomas adriana adrians aena afonso agnes agustin agustina ah ahmad ahmed ahmet aicha aiden aikaterini aimar
  aino aisha aisultan aisyah aitana aiur ajda ajla aksel alanoud alberte aldiyar alejandro aleks aleksandar aleksander aleksandr aleksandra aleksandre
  alessandro alessia alex alexander alexandra alexandru alexey alfie ali alice alicja alikhan alina aline alinur alisa alise aliya alma alparslan alteo
  althea alvaro amahle amaia amal amalie amar amara amaris amayra ambar ambra ambre amelia amelija amelja amina aminata amine amir amira ammar amy an
  ana anahit anar anastasia anastasija anastasiya andrea andreas andreea andrei andrej andres andria andriy androula ane angel angela angeliki angelina
  angeline angelo anna annie anohito antonella antoni antonia antonio anzu ao aoi aoife aras archie areg areni ari aria ariana arianna ariel arjun arman
  armen armine aron arpi artem arthur artiom artur artyom aruuke aruuzat asaf asel asemahle ashot ashraqat asilim asiya asja asmita assia asta astrid
  asya athanasios atlas august aurora ava avigail awa aya ayala ayalah ayesha aygun ayim ayla aylin ayoub ayra aysa ayse aysel ayzere azaria azariah
  aziz azora azra bader bakary bandar banele baran barbara barbare batar batkhan bautista bayarmaa beatrice beatriz ben benas bence benedita benicio
  benjamin berrdo beshoi bibek biel bilal biljana binita bintou bisera bishal bismah bogdan bogdana boglarka bolormaa boris brahim bruno camila camille
  carl carla carlos carmen carolina catalina cecilia celeste celine cesar charbel charles charlie charlotte chedeline chen chia chiang chieh chien chih
  chin chloe christian christina christos chuan chuluun chun cillian ciro clara concepcion dalal dalila damian damjan dan danel daniel daniela daniels
  daniil danijel danna danylo daria darija daris darta davi david davit davud defne dejan del delfina demetre dhia dhruv diego dimitar dimitra dimitrios
  dion djamel djeneba dmitry dmytro do doha dominik dominykas dora dorothy dragan dragana duarte dunja dusan dylan dzan eabha ecrin edoardo edouard eeli
  eevi eino eisha eitan eithan elchin elena elene eleni elias elie elif elija elijah eliska elizabeth elizaveta ella ellen elli ellie elmar elnur elshan
  elza ema eman embla emil emilia emiliano emilija emils emily emine emir emma emmanuel esma esperanza esther ethan eun eva evelina evelyn evens evgeny
  evie eylul eymen ezekiel fadi fahad fahd faisal fajr fanta farah farida farrah farzana fatemeh fatima fatin fatma fatoumata felipe felix fen fernanda
  ferndo fiadh filip finlay finn florence fozia fran francesco francisca francisco franciszek freja freya frida fuma gabija gabor gabriel gabriela
  gabriele gael gagik gamalat gamila gaspar gayane george georgi georgia georgios geronimo gevorg gianna ginevra giorgi gita giulia gogo goktug googoosh
  goran gordana grace guadalupe gunay gunel gurun gustavs ha habib habiba hadicha halim hamza hana hanna hannah hao haoran haoyu harper harraz harris
  harry haru haruma harun haruna haruto hasan hashem hasmik hasnaa hassan hatice hawa hayk heikapu heitor helena helma helmi henry herkus hessa himari
  hina hinano hinata hinato hiro ho hoda hosna hosniya hossein hovhannes hsiung hua hudson hugo hui hung hur huseyin huseyn hussa hussain hussein hydar
  ian ibai iben ibrahim ida igor ilgar ilija iman imene iminathi inaya inci indira ines ioane ioanna ioannis ion irati irene irina isaac isabel isabella
  isak isidora isla islande ismail itsuki ivan ivana ivy izaro izz jack jacob jad jade jakob jakov jakub james jameson jan jana javier jekabs jelena
  jennifer jeronimo jessica ji jiya joao joe joel john jokubas jokull jon jonas joon jorge jori jose josefa joseph joshua josiah josip jouri jovan
  jovana ju juan juana jude judeline julen jules julia juliana julie julieta juliette julija jun june junior kabir kabita kadiatou kaia kairo kajus
  kaloyan kamal kamile karam karen kari karim karima karine karlis karolina katerina kathem katla kazi keanu khadije khaled khawla khongordzol kiaan
  kiara kiran kirollos kiwa klea koa konstantina konstantinos konul kora krishna ksenija kyra kyriaki laia lamija lan lana lara latifa laura lavi layla
  lazar lea leah leandra leen leevi leja lejla lena leni lenna leo leon leonardo leonor leordo lesedi lethabo lethokuhle lev levente levi lewis leyla li
  lia liam lian lianne lidia liepa lile lili lilien lilit lilja lilly lily lin lina linda ling lio lisakhanya livia liz ljiljana logan lorenzo louis
  louise lourenco lovelie lovely lovro luana lubanzi luca lucas lucia luciana lucija ludovica luis luiz luka lukas lukne lulwa luna lung lur lusine
  lwandle lydia lyn lyna mabel maddi madina mael maeva maha mahamadou mahammad mahdi mahesh mahmoud maia maite maja maksim maksym malachi malak malek
  malen malthe mamadou manaia maneh manish manua manuel manuela marama marc marcell marcia marco marcos mareva margaret margarida mari maria mariam
  mariami mariana marie marija marina mario marios mariya mark markas markel marko marks marta martha marti martim martin martina marwa mary marya
  maryam maryja masa masoumeh matas mate matei matej mateo matias matija matilda matilde matteo matthew matthias matthildur mattia matvey matyas maui
  maxim maximilian maximiliano maya maysoun mees mehar mehdi mehmet mei melisa melissa melokuhle meriem merjem merline mersana meryem mia michael
  michail michal michalis miguel mihail mikael mikaere mikayel mikhail mikoaj mila milagrosa milan milana milena milica millie milos min mina minato
  ming mingze mio mira mirac mirjana mirlande moana modibo moea moeata mohamed mohammad mohammed mona monte moussa muchen muhamad muhammad muhammed
  murad mustafa muyang mykhaylo myrlande nada nagi nagisa nahia naim naranbaatar nare narek narine natalia natalie natalija nathalie nathan nathaniel
  naura naya nazanin nehir nela nesreen neza nia nicolas nicole niel niharika nik nika nikau niko nikodem nikol nikola nikolaos nikoloz nil nilay nils
  nina nino noa noah noam noel noemi nomaan noor nora nouf nour nur nuray nurislam nurul nutsa odval ofentse oihan oisha oisin oleksandr oleksandra olga
  oliver olivia oliwia omar omer omphile ona onni oscar oskar osman oumar oumou oyunbileg pablo panagiota panagiotis paraskevi pari patricia patricija
  pau paul paula paulo pedro petar peter peterson pierre poema pol pola polina prakash prasert prem princess puteri rabina rachid radmila rahman ralfs
  ramazan ramon ramona rania raphael raquel rashad rasmus raul ravi raya rayana reem reema refael regina rei reina relja ren renata rethabile reza rian
  ricardo riccardo richard riko rin rita roan robert roberts robin roel roghayyeh roko roman rory rose rosie rosmery rowan roxana ruoxi saar safija
  safiya saga sahar said sakeena sakineh sakura saliha salma salome sama samantha samir samuel samvel samyar sandra santiago saqib sara sarah sebastian
  sekou selim selma sem seo sergei serife sesili sevda sevinj shahd shahem shahid shaikha shaimaa shams shayma sheikh sherifa shivansh shristi shu si
  siddhartha simona siphosethu sita siti snezana so sobia sofi sofia sofie sofija sofiya soley solomiya soma somayyeh somboon somchai somporn somsak
  sonia soo sophia sophie souleymane stanisaw stanley stefan stevenson suha sukhbatar sultan sumayah sunita susan susanna suzana syed szymon tadhg taha
  taim tamar tamatoa tapuarii tara tarana tareq tarita tatiana tatsuki tehei teiki teiva teo teodor teodora teresa tereza tess teura teva than thaniel
  theo theodor theodore thiago thomas tiago tiare tigran tim timofey ting titaina titaua tobias toivo tom tomas tommaso tomyris trinidad tuleen tunar
  turki umar uri usman uta vaea vaino valdemar valentina valeria valter vamika varvara vasileios vasilije vasiliki vasilisa vedant venla vera veronika
  vesna vicente victor victoria viktor viktoria viktorie viktoriya violeta viraj vita vittoria vladyslav vojtech vugar vuk vusal vusala wan wassim
  wateen wei wen widelene william willow wilson won woo ximena xinyi ya yamato yara yasmin yasmine yasna yassin ye yehuda yekaterina yelena yeva yichen
  yihan yimo yinuo yize yoana yoo yoon younes yousef yousouf youssef yu yua yuina yulia yuma yun yuna yusef yusif yusuf yutong yuxi yuxuan yuze zahid
  zahir zahra zainab zala zalan zan zehra zeinab zeynab zeynep zihan zina zion zoe zofia zoran zumra zuzanna
`);
const SURNAMES = words(`
  abazi abbasov abdrahmanov abdullaev abdullayev abe abuladze acosta adams adary ademovic adilovic adrei aferdita aguilar aguilera aguirre ahamed
  ahmadov ahmed ahmetov ahmetovic ahn ahonen aigner aivaliotis akter alarcon aleksejev alexander ali aliev alievi aliyev allen almeida alonso alvarado
  alvarez alves am amangeldy amar amarasinghe amato an andersen anderson andersson ando andov andre andreassen andrejev ang angelis angelov angelova
  antunes ao aoki aquino arai arakelyan araujo aravena araya arben arias arslan ashkenazi aslan attard auer avetisyan avila avraham ayala aydn azevedo
  azoulay babic bae baek baez bah bai bailey bairamov bairamovi bajram bak baker bakker balaz balazs balodis balog balogh bandara barbieri barbosa
  bardhi barisic barnes barone barry basile battaglia bauer baumann baumgartner bautista becker begu bekim bektashi bell bellini ben benali benedetti
  bengtsson benitez bennett berg berger bergmann beridze berisha bernard bernardi berndsen bertrand berzins bhak bianchi bianco binder bird bishwakarma
  biton bizjak blanco blazevic blondal boer bogdanov bolat bolkvadze bondar bondarenko bonnet borg bos bosnjak boyko bozic bozinov brahimi brankov braun
  bravo briem brooks brouwer brown brunner bruno bui bun bustamante bustos butkiene butkus butler byrne bytyqi cabrera caceres cai calderon calvo
  camacho cami camilleri campbell campos can caputo carbone cardenas cardoso cardozo carrasco carrillo carrizo carter caruso carvajal carvalho castaneda
  castelli castillo castro cattaneo cavalcante cavalcanti ceban cebotari celik cengic cerna cerny cervantes cetin cha chadad chai chan chand chandra
  chang chathuranga chaudhary chavez chazan chea cheam chen cheon cheong chetry cheung chey chhan chhet chhetri chhim chhoa chhorn chiba chim chin chiu
  cho choa choe choi chong choo chow chowdhury choy christensen christiansen chu chua chun chung ciobanu claes clark clarke coelho cohen coi cojocari
  collins colombo conte conti contreras cook cooper coppola corpuz correa correia cortes cortez costa cox cruz cunha dabrowski dagostino dahan dahl
  damcevski damico dangelo david davidov davies davis davtyan de dekker del dela delemovic delgado delic delos delvina demir demirovic den denis deo der
  dervishi devi di diallo dias diaz dibra diederich dijk dijkstra dimitrov dimitrova din dissanayake dith dizon dogan doherty domingo dominguez donev
  donoso doyle droplets duarte dubois dul dumitru dumont duong dupont durand dvorak dvorakova dyk eam eaw ebner eder edirisinghe edri edry edwards egger
  eglitis egzon ek ekanayake emine endo eng eom eriksen eriksson escobar espinoza esposito estrada evans fabbri faber farias farina farkas farrugia
  fatime feher fekete ferhatovic fernandes fernandez fernando ferrara ferrari ferraro ferreira ferretti ferreyra ferri figueiredo figueroa filipov
  filipovic fiore fischer fisher fjeldsted flores fonseca fonseka fontana foster fournier francisco franco francois frasheri frei freitas friedman fuchs
  fuentes fujihara fujii fujita fujiwara fukuda gabai gagnon gajdos gal galea galeano gallagher gallardo galli gallo gamage gang gao garcia garrido
  garza gashi gatti gega gegaj gelashvili gentile georgiev georgieva gerber gevorgyan ghang ghazaryan gheorghe ghim gil gim gimenez giordano giorgadze
  girard giuliani gjika gjoni go godoy gogoladze goh golan golob golubev golubovic gomes gomez goncalves gonzales gonzalez goo goossens goto goundar
  gouw graaf grabowski grassi grasso gray grech greco green grgic grigoryan groot gruber gu guerra guerrero guliyev gunasekara gunawardana gunawardena
  guo gurung gustafsson gutierrez gutu guzman gwak gwon ha haas hadad hadzic hagen hah hakobyan halili hall halvorsen hamalainen han hansen hansson hara
  harada harris harutyunyan hasani hasanov hasanovic hasegawa hashimoto haugen hayashi hazan he heikkila heikkinen heilig heinonen hendriks heng
  henriksen henriquez heo her herath hernandez herrera hettiarachchi hill hirano hjaltalin ho hoa hocevar hodzic hofer hoffmann hong horak horakova
  horvat horvath hossain hoti hovhannisyan howard hoxha hribar hristov hristova hu huaman huang huber hudak hughes hui hun hur huseynov huynhhoang hwang
  hysi ibanez ibarra ibraev ibragimov ibrahimovic ichikawa ieong iglesias ikeda ilic iliev ilieva ilves im imai inoue ionescu isaev ishida ishii
  ishikawa iskakov islam ismailov ismayilov ito iu iusupov iv ivanou ivanov ivanova ivanovic ivanovski iwasaki jackson jacobs jacobsen jafarov jakobsson
  james janev jang jankauskas jankauskiene jankowski jansen jansons janssen janssens jansson jara jarvinen javier jayasekara jayasinghe jayasuriya
  jayawardana jayawardena jayaweera jean jee jen jenkins jensen jeon jeong jesus ji jimenez jin jo joe joeng johannessen johansen johansson johnsen
  johnson jokinen jones jong jonsson joo jovanovic joy jrgensen ju juarez juhasz jukic jun jung juric juu kaczmarek kaliev kalnins kaminski kaneko kang
  kapanadze kara karapetyan karimov karjalainen karklins karlsen karlsson karpin karunaratne kask kastelic kastrati kato katz kaur kavaliauskas
  kavaliauskiene kavaliou kavcic kawano kaya kayser kazlauskas kazlauskiene kazlou kazlouski keller kelly kelmendi kennedy keo khachatryan khan khat
  khatun khay khen khiev khlot khmer khuc khutsishvili kieffer kikuchi kim kimura king kinnunen kinoshita kiss kitanovski klavins klc klein klemencic
  knezevic ko koak kobayashi koc koh kojima kola kolar kolla kollar koller koloski kondo kono kontos koo koppel koren korhonen korosec koroveshi kos
  kosir koskinen kostov kostovski kotnik koufos kovac kovacevic kovacic kovacik kovacs koval kovalchuk kovalenko kowalczyk kowalski koyama kozlov
  kozowski krajnc kralj krasniqi kravchenko krawczyk kremer krier kristensen kristi kristiansen kristo kritikos krlicevic krumins kryeziu kucera
  kucerova kudo kuen kukk kumar kumara kuqi kurt kusainov kuznetsov kvaran kvaratskhelia kwak kwiatkowski kwok kwon la laci lagos lahtinen laine
  laitinen lakatos lakmal lal lam lama lambert lang lao lara larsen larsson lata lau laurent law le lebedev lechner leclercq ledesma lee leeuwen
  lefebvre lefevre lehner lehtinen lehtonen lei leitner leiva lejeune leka leon leone leroy levi levin levy lewandowski lewis li liem liepins lim lima
  lin lindberg liu liyanage lombardi lombardo lomidze long longo lopes lopez lorenzo los lou lourenco lovric low luca luka lukac lukic lum luna lund
  lungu luo luong luu ly lynch lysenko ma mac macdonald machado madrigal madsen madusanka maeda maes magar magi magnusson maharaj maharjan mai maier
  maisuradze majerus makela makinen malcah maldonado malka mamani mamedov mamedovi mammadov manalo manasievski mancini manukyan mao marat marchenko
  marchetti margaryan mariani maric marin marini marino markoski markov markovic markovski marku marques marquez marroquin martin martinelli martinez
  martini martino martins martirosyan maruyama mason masuda matei matic matos matovski matsuda matsui matsumoto mattila mayer mayr mazur mazza mccarthy
  mchedlishvili mean means meas medina meer mehmedovic mehmeti meier meijer mejia melnic melnyk melo mendes mendez mendis mendoza meng mercado mercier
  mertens messina meszaros meyer meyers meza micallef michel mihhailov mikeladze miller milosevic min miranda mirkovic mitchell mitrovic miura miyamoto
  miyasaki miyazaki mizrachi mizrahi mkrtchyan mladenovski mlakar mller mohamed molina moller molnar mon montanari monteiro montes monti moon moore mora
  morais morales moreau moreira morel morelli moreno moretti morgan mori morina morita moroz morozov morris mortensen moser moshe muhamet mul mulder
  muller mun munasinghe munn munoz munteanu murakami murat murata murati muratovic murphy murray muy myers mytaras na nagy naidu nakagawa nakajima
  nakamura nakano nakashima nakayama nam nan nanayakkara nand narayan nava navarrete navarro nelson nemcova nemec nemeth nepali neri neves ng ngo nguyen
  nham nhek nielsen niemi nieminen nikolic nikolla nikolov nikolova nikolovski nilsen nilsson nishimura no noguchi noh nomura nordahl novak novakova
  novik novikov novotna novotny nowak nozadze nunes nunez nurgaliev oan oblak obrien obyrne ochion ochoa oconnor odoherty ogallagher ogawa oh ohana
  ohayon ok okada okamoto okelly olah olivares oliveira olofsson olsen olsson om omarov omer omoore oneill ong ono oquinn oravec oreilly orellana orevic
  orlando orozco ortega ortiz oryan ospanov osullivan ota otero otsuka oyama ozdemir ozkan ozolins ozols ozturk pacheco padilla pae pagano pai paik pak
  palma palmieri palumbo pang papoutsis papp paredes parisi pariyar park parker parn parra patel pathirana paulauskas paulauskiene pavic pavlov pavlovic
  pavlovski paz pedersen peeters peiris pellegrini pellegrino pen pena penov peralta pereira perera peretz pereyra perez peric perkovic permeti perovic
  perry persson petek peters petersen peterson petersons petit petkov petrauskas petrauskiene petrenko petrevski petrosyan petrov petrova petrovic
  petrovski pettersen pettersson phak pham phan phi phillips phung phy pichler pino pinto piotrowski piras pires pizarro poblete poghosyan pok pokharel
  pokhrel polak poli polishchuk ponce pop popa popescu popoff popov popovic popovski portillo potocnik poulsen powell prakash prasad price prieto prifti
  prishtina prochazka prochazkova quach quinn quiroga quispe ra racz radic radovic radu radulovic rahman rai raj rajapaksha ram ramadan ramirez ramos
  rana ranasinghe ranaweera rangel rantanen rasmussen rathnayaka rathnayake ratnayake rebane reddy reed reilly reis reiter reuter rey reyes rhee rhim
  ribeiro ricci richard richardson ries rim rinaldi rios riquelme ristevski riva rivas rivera rivero rizzi rizzo robert roberts robinson robles rocha
  rodrigo rodrigues rodriguez rogers roh rojas romano romeo romero ros rosa rosales rosario rosas rosca rose ross rossetti rossi rotari roux roy rozman
  rubio rudenko ruggiero ruiz russell russo rusu ryan ryang ryoo ryu saar saarinen saavedra sadykov saez sah sahakyan sahin saito sakai sakamoto sakurai
  sala salas salazar salihovic salinas salminen salo salonen salvador sam samaras samarasinghe sampath san sanchez sanders sandoval sang sanhueza
  sanjeewa sanna sano santana santiago santis santoro santos sanz sargsyan saric sasaki sat sato savchenko savic savolainen say scheving schiltz schmid
  schmidt schmit schmitz schneider schroeder schulz schuster schwarz scott segal segel segura semjonov semyonov sen senanayake seneviratne seng seo seoh
  seong sepp sepulveda serra serrano shah shala shapira sharma shehu shen shengelia shevchenko shevchuk shibata shim shimada shimizu shin shkodra
  shkreli shong shrestha shung sieng silva silvestri sim simic simoes simon simsek sin sinani singh sirbu smagulov smet smirnov smit smith smits so
  soares sohn sok sokolov solis solovyov som son song sonn sor soria soriano sorrentino sosa soto soun sousa sow spiteri srensen stan stankeviciene
  stankevicius stankovic stefano steffen steiner stewart stoica stojanov stojanovic stoyanov stoyanova su suarez subotic suen sugahara sugawara sugiyama
  suh suleimenov suljic sullivan sultanov sun sung suy suzuki svensson svoboda svobodova szabo szilagyi szymanski ta tabatadze tahirovic taing takacs
  takada takagi takahashi takaki takata takeda taketa takeuchi tal tamang tamm tamura tan tanaka tang taniguchi tapia tat tavares taylor teixeira teo
  teoh tep terzic testa thach thai than thanasi thapa tharu thill thomas thompson thomsen thorarensen thorlacius thuong thy tieu ting tiong tiu
  tkachenko tkachuk to todorov todorova tolentino tomic tong toro torok torres toska toskaj toth toy trac trajanoski trajanovski trajcevski trajkovski
  tran tremblay trieu trinh truong tsai tsay tsiklauri tsoi tsui tu tuominen turcan turk turner turunen ty uch uchida ueda ueno ueta uhm ukic um ung
  urbonas urboniene uric ursu uy valdes valdez valencia valente valentini valenzuela valon valverde van vanags vang vardanyan varela varga vargas
  vasiliauskas vasiliauskiene vasilyev vasquez vassiljev vazquez vega velasco velasquez vella venegas vera vergara vesela vesely vidal vidmar vidovic
  vieira villa villalba villalobos villanueva vincent vinogradov virtanen visser vitale vitols volkov vong vorobyov vos vries vujic vujovic vukovic
  vuong vuvo waage wada wagener wagner walker wallner walsh wang waqa ward watabe watanabe watson weber weerasinghe weiss welter white wickramasinghe
  wijesinghe willems williams wilson wimmer winkler wisniewski wit wojciechowski wojcik wolf wong woo wood wouters wozniak wright wu xu yadav yakovenko
  yamada yamaguchi yamamoto yamasaki yamashita yamazaki yanez yang yau yeong yeung yi yim yldrm yldz ylmaz yokoyama yoo yoon yos yosef yoshida youn
  young yu yun zagar zammit zamora zarins zaytsev zhang zhao zhou zhu zielinski zoeng zukauskas zukauskiene zukic zuniga zupan zupancic zuu
`);

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}

/** Would thousands of people match this name? True of a common forename with a common surname and nothing more. */
export function isCommonName(shown: string): boolean {
  const [one, other, more] = readName(shown)?.words ?? [];
  if (!one || !other || more) return false;
  return (FORENAMES.has(one.text) && SURNAMES.has(other.text)) || (FORENAMES.has(other.text) && SURNAMES.has(one.text));
}
